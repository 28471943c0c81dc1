/** Boxes, points and transforms, each in its own unit. */
@NullMarked
package io.sosia.detector.geometry;

import org.jspecify.annotations.NullMarked;
