/** Tests of the page's parts, without a server. */
@NullMarked
package io.waitroom.http.page;

import org.jspecify.annotations.NullMarked;
