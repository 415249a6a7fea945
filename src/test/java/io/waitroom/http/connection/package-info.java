/** Tests of connections. */
@NullMarked
package io.waitroom.http.connection;

import org.jspecify.annotations.NullMarked;
