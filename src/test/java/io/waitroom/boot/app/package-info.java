/** A tiny application that tests start next to the service, in a process of its own. */
@NullMarked
package io.waitroom.boot.app;

import org.jspecify.annotations.NullMarked;
