/** Tests of the company's ear and voice, against a real broker. */
@NullMarked
package io.waitroom.kafka;

import org.jspecify.annotations.NullMarked;
