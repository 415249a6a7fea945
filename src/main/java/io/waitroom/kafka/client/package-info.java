/** Clients of Kafka: settings, brokers, the shared producer, health. */
@NullMarked
package io.waitroom.kafka.client;

import org.jspecify.annotations.NullMarked;
