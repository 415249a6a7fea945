/** Typed configuration, wiring, ordered start and stop. */
@NullMarked
package io.waitroom.boot;

import org.jspecify.annotations.NullMarked;
