/** When things run, never what they do: loops per event, ticks and wake-ups. */
@NullMarked
package io.waitroom.work;

import org.jspecify.annotations.NullMarked;
