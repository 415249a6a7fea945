package io.waitroom.lab.crowd;

/**
 * What became of one promise.
 *
 * @param promise in the words of the design
 * @param measured what was found
 * @param kept whether that is what was promised
 */
record Finding(String promise, String measured, boolean kept) {}
