/** Event streams: a buyer's status, pushed over one HTTP response. */
@NullMarked
package io.waitroom.http.stream;

import org.jspecify.annotations.NullMarked;
