/** Tests of the house as a whole. */
@NullMarked
package io.waitroom;

import org.jspecify.annotations.NullMarked;
