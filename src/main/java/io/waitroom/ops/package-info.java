/** What operators see: every metric name in one class, and the cached health of each part. */
@NullMarked
package io.waitroom.ops;

import org.jspecify.annotations.NullMarked;
