package io.waitroom.work;

import java.time.Duration;

/**
 * How often things run.
 *
 * @param processInterval between admission steps of an event where people wait; 5 ms to 1 s
 * @param idleInterval between admission steps of an event where nobody waits; a join wakes it at
 *     once
 * @param batch most places touched in one step, 1 to 1 000
 */
public record WorkSettings(Duration processInterval, Duration idleInterval, int batch) {}
