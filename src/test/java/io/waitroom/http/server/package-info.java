/** Tests of what stands below JAX-RS, without a server. */
@NullMarked
package io.waitroom.http.server;

import org.jspecify.annotations.NullMarked;
