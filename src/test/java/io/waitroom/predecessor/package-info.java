/** How the Go predecessor failed, one test for each of the 34 ways: none of them happens here. */
@NullMarked
package io.waitroom.predecessor;

import org.jspecify.annotations.NullMarked;
