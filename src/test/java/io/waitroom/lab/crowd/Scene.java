package io.waitroom.lab.crowd;

import java.time.Duration;

/**
 * The sale.
 *
 * @param slots checkout slots
 * @param rate admissions per second
 * @param arrival within how long everybody joins, most of them early
 * @param checkout how long a checkout takes on average
 * @param lease how long a slot is held for one who says nothing
 */
record Scene(int slots, int rate, Duration arrival, Duration checkout, Duration lease) {}
