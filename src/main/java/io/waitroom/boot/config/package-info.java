/** The variables of the environment, and the settings made from them. */
@NullMarked
package io.waitroom.boot.config;

import org.jspecify.annotations.NullMarked;
