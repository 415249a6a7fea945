/** Position boards: what a replica knows of each queue, so that polls cost Redis nothing. */
@NullMarked
package io.waitroom.redis.board;

import org.jspecify.annotations.NullMarked;
