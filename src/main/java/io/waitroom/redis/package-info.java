/** The state: key schema, Lua scripts and the adapters that run them, one method per script. */
@NullMarked
package io.waitroom.redis;

import org.jspecify.annotations.NullMarked;
