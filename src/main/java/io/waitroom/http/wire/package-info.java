/** Problem types, responses, and JSON in and out: what travels over HTTP, and in which words. */
@NullMarked
package io.waitroom.http.wire;

import org.jspecify.annotations.NullMarked;
