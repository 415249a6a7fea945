/** Tests of signed tokens and proofs of work. */
@NullMarked
package io.waitroom.token;

import org.jspecify.annotations.NullMarked;
