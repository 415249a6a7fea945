/** The service as processes, on a real Redis and a real broker, through what it must survive. */
@NullMarked
package io.waitroom.it;

import org.jspecify.annotations.NullMarked;
