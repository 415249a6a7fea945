/** Tests of the scripts and adapters on a real redis-server. */
@NullMarked
package io.waitroom.redis;

import org.jspecify.annotations.NullMarked;
