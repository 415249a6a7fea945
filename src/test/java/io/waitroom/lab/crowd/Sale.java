package io.waitroom.lab.crowd;

/**
 * What all people of a simulation share.
 *
 * @param event id of the event
 * @param service whom they call
 * @param shop where they check out
 * @param tally where their deeds are counted
 * @param openedNanos when it began, by {@link System#nanoTime}
 */
record Sale(String event, Service service, Shop shop, Tally tally, long openedNanos) {}
