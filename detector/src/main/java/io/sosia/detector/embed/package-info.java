/** Turning an aligned face into a vector. */
@NullMarked
package io.sosia.detector.embed;

import org.jspecify.annotations.NullMarked;
