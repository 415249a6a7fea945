/** The way out: the outbox relay and its messages. */
@NullMarked
package io.waitroom.kafka.outbound;

import org.jspecify.annotations.NullMarked;
