/** Log lines: what is logged, and how a line looks. */
@NullMarked
package io.waitroom.boot.logging;

import org.jspecify.annotations.NullMarked;
