/** Everything below JAX-RS: the filters that see every request, and the guards of connections. */
@NullMarked
package io.waitroom.http.server;

import org.jspecify.annotations.NullMarked;
