/**
 * Tools that are run by hand or in the build and are no unit tests: benchmarks, the simulated
 * crowd, the fault suite, the load generator and the development start.
 */
@NullMarked
package io.waitroom.lab;

import org.jspecify.annotations.NullMarked;
