/** Bringing a face into the pose that a recogniser was trained on. */
@NullMarked
package io.sosia.detector.align;

import org.jspecify.annotations.NullMarked;
