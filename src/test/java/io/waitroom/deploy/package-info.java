/** What is shipped beside the jar: image, compose file, Kubernetes manifests. */
@NullMarked
package io.waitroom.deploy;

import org.jspecify.annotations.NullMarked;
