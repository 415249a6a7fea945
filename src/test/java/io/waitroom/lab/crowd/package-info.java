/**
 * A crowd that lives through a sale ({@code mvn -Psimulate}): it joins, asks, streams, leaves,
 * checks out and walks away, and afterwards compares what it saw over HTTP with what the company
 * was told over Kafka. Demonstration, load test and acceptance test of a deployment in one.
 */
@NullMarked
package io.waitroom.lab.crowd;

import org.jspecify.annotations.NullMarked;
