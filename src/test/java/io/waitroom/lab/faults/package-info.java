/**
 * The proof that the service survives: faults in real processes under a real crowd, and an audit
 * that recomputes what must be true from the outside. {@code src/docs/faults.md} says how to run
 * and read it. Nothing here knows the service's own classes; {@code IndependenceTest} sees to it.
 */
@NullMarked
package io.waitroom.lab.faults;

import org.jspecify.annotations.NullMarked;
