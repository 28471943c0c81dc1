/** Reading networks in OpenVINO's intermediate representation, and writing them as ONNX. */
@NullMarked
package io.sosia.models.openvino;

import org.jspecify.annotations.NullMarked;
