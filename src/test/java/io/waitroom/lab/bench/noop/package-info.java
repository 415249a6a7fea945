/**
 * The least that a JAX-RS service on the same Helidon can do: what a request costs before the
 * service has done anything for it.
 */
@NullMarked
package io.waitroom.lab.bench.noop;

import org.jspecify.annotations.NullMarked;
