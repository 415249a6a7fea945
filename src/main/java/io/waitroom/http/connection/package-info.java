/**
 * Connections: the bytes of a request before Helidon sees them, how many clients are let in, and
 * how long and for how many bytes one of them is waited for.
 */
@NullMarked
package io.waitroom.http.connection;

import org.jspecify.annotations.NullMarked;
