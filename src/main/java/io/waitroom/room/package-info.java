/**
 * The waiting room itself: nouns, sealed results and ports. Imports nothing but the JDK; every
 * other package depends on this one and adapters never depend on each other.
 */
@NullMarked
package io.waitroom.room;

import org.jspecify.annotations.NullMarked;
