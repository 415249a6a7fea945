/** Tests of the nouns and pure functions of the room. */
@NullMarked
package io.waitroom.room;

import org.jspecify.annotations.NullMarked;
