/** Tests of the way out. */
@NullMarked
package io.waitroom.kafka.outbound;

import org.jspecify.annotations.NullMarked;
