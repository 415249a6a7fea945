/** Tests of the use cases. */
@NullMarked
package io.waitroom.service;

import org.jspecify.annotations.NullMarked;
