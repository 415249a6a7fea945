/**
 * The development environment that {@code mvn -Pdev} starts: Redis, Kafka, topics, an event, and
 * the service.
 */
@NullMarked
package io.waitroom.lab.dev;

import org.jspecify.annotations.NullMarked;
