/** Tests of what stands below JAX-RS. */
@NullMarked
package io.waitroom.http.server;

import org.jspecify.annotations.NullMarked;
