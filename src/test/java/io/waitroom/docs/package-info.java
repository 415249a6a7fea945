/** Tests of the README and of {@code src/docs}: generated tables and links. */
@org.jspecify.annotations.NullMarked
package io.waitroom.docs;
