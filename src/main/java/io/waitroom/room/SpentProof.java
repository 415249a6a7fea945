package io.waitroom.room;

import java.time.Duration;

/**
 * A proof of work that was checked and counts for one session only.
 *
 * @param id tells this proof from all others
 * @param lifetime how long it would be accepted; then it need not be remembered any more
 */
public record SpentProof(String id, Duration lifetime) {}
