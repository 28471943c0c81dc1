/** Running ONNX models through DJL. */
@NullMarked
package io.sosia.detector.inference;

import org.jspecify.annotations.NullMarked;
