/** Tests of the whole service, as it runs, with everything around it real. */
@NullMarked
package io.waitroom.it;

import org.jspecify.annotations.NullMarked;
