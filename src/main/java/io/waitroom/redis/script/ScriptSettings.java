package io.waitroom.redis.script;

import java.time.Duration;

/**
 * What every script is told about keeping things.
 *
 * @param retention how long an ended session stays readable, at least 1 s
 * @param outboxMax events that may wait for the broker in one room, at least 1 000
 * @param outboxTrims true when nobody relays: at the cap the oldest events are dropped; false:
 *     joins are refused
 */
public record ScriptSettings(Duration retention, long outboxMax, boolean outboxTrims) {}
