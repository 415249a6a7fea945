/** Tests of the way in. */
@NullMarked
package io.waitroom.kafka.inbound;

import org.jspecify.annotations.NullMarked;
