/**
 * The company's ear and voice: connector, outbox relay, checkout listener, dead letters, event
 * codec.
 */
@NullMarked
package io.waitroom.kafka;

import org.jspecify.annotations.NullMarked;
