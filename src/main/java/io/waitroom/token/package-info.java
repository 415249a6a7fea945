/** Signed tokens and proofs of work, behind the ports of {@code room}. */
@NullMarked
package io.waitroom.token;

import org.jspecify.annotations.NullMarked;
