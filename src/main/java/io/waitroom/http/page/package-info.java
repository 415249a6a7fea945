/**
 * The page on which a buyer waits: rendered here, kept live by a script, and usable without it.
 * Texts, templates, script and style are in {@code src/main/resources/page}.
 */
@NullMarked
package io.waitroom.http.page;

import org.jspecify.annotations.NullMarked;
