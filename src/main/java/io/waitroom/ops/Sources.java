package io.waitroom.ops;

import io.waitroom.room.RoomSnapshot;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * Where the gauges read when somebody scrapes. None of them does any I/O or waits for anything.
 *
 * @param rooms all rooms as last read, in any order
 * @param lag of each partition this replica reads
 * @param batchBytes average of the Kafka producer; NaN when nothing was sent
 * @param redisPool connections to Redis
 * @param health of the components
 * @param version of the service
 * @param outboxLimit most undelivered messages per event
 */
public record Sources(
    Supplier<List<RoomSnapshot>> rooms,
    Supplier<List<PartitionLag>> lag,
    DoubleSupplier batchBytes,
    Supplier<PoolUse> redisPool,
    Health health,
    String version,
    long outboxLimit) {}
