/** The HTTP edge: JAX-RS resources, wire records, one table of problem types, checkout tokens. */
@NullMarked
package io.waitroom.http;

import org.jspecify.annotations.NullMarked;
