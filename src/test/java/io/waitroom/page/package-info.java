/** The waiting page in a real browser, on the packaged service with a real Redis. */
@NullMarked
package io.waitroom.page;

import org.jspecify.annotations.NullMarked;
