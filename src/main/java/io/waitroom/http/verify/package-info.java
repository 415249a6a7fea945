/** What shops and their proxies ask about checkout tokens. */
@NullMarked
package io.waitroom.http.verify;

import org.jspecify.annotations.NullMarked;
