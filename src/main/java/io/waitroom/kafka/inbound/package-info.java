/** The way in: outcomes of checkouts, and dead letters. */
@NullMarked
package io.waitroom.kafka.inbound;

import org.jspecify.annotations.NullMarked;
