/** What buyers call: resources and their views. */
@NullMarked
package io.waitroom.http.buyer;

import org.jspecify.annotations.NullMarked;
