/**
 * The use cases: each takes plain values, verifies ids, and returns a sealed decision. Knows the
 * room and the metrics, and nothing of HTTP, JSON, Kafka or CDI.
 */
@NullMarked
package io.waitroom.service;

import org.jspecify.annotations.NullMarked;
