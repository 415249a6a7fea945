package io.waitroom.ops;

/**
 * How far behind the consumer of one partition is.
 *
 * @param messages not dealt with yet
 */
public record PartitionLag(String topic, int partition, long messages) {}
