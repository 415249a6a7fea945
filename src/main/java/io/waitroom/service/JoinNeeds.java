package io.waitroom.service;

/**
 * What a join has to bring at the moment.
 *
 * @param identity whether buyers have to show who they are
 * @param proof whether a proof of work is needed
 */
public record JoinNeeds(boolean identity, boolean proof) {}
