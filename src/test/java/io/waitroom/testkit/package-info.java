/**
 * Real servers for tests: a redis-server, a Kafka broker and the packaged service, each a child
 * process that the test controls (start, stop, kill, freeze) and that never outlives the JVM that
 * started it.
 */
@NullMarked
package io.waitroom.testkit;

import org.jspecify.annotations.NullMarked;
