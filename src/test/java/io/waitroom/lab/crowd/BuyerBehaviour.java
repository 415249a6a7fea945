package io.waitroom.lab.crowd;

/**
 * What share of the people does what, each 0 to 1.
 *
 * @param streaming hold a stream open instead of polling
 * @param leaving give up their place while they wait
 * @param walkingAway never come back after they joined, and so hold a slot until its lease ends
 * @param dallying leave in the middle of the checkout
 * @param failing fail at the checkout
 * @param repeating join again, half of them with their Idempotency-Key, half without
 */
record BuyerBehaviour(
    double streaming,
    double leaving,
    double walkingAway,
    double dallying,
    double failing,
    double repeating) {}
