/**
 * HTTP callers that cost little: on a machine that also runs the service, what the caller burns is
 * taken from the figure it measures.
 */
@NullMarked
package io.waitroom.lab.load;

import org.jspecify.annotations.NullMarked;
