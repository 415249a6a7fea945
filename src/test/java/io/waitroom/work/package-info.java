/** Tests of the loops. */
@NullMarked
package io.waitroom.work;

import org.jspecify.annotations.NullMarked;
