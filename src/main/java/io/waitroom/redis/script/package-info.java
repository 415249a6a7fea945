/** Lua scripts: loading them, calling them, and the keys they work on. */
@NullMarked
package io.waitroom.redis.script;

import org.jspecify.annotations.NullMarked;
