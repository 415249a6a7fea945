/** Tests of the clients of Kafka. */
@NullMarked
package io.waitroom.kafka.client;

import org.jspecify.annotations.NullMarked;
