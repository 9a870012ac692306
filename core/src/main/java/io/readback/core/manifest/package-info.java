/** Kubernetes manifests read into the model, every fault with its file, line and field. */
@NullMarked
package io.readback.core.manifest;

import org.jspecify.annotations.NullMarked;
