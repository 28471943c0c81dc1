/** Which ONNX models there are, under which licence, with which bytes and tensors. */
@NullMarked
package io.sosia.models.catalogue;

import org.jspecify.annotations.NullMarked;
