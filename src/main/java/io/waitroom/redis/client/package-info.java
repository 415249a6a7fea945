/** Connections to Redis in its three modes: pooled, made at the first use. */
@NullMarked
package io.waitroom.redis.client;

import org.jspecify.annotations.NullMarked;
