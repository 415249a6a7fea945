/** What operators call: resources, their key, and their views. */
@NullMarked
package io.waitroom.http.admin;

import org.jspecify.annotations.NullMarked;
