/**
 * Everything between a connection and JAX-RS: routes, the filters that see every request, and
 * problems.
 */
@NullMarked
package io.waitroom.http.server;

import org.jspecify.annotations.NullMarked;
