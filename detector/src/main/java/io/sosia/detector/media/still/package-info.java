/** Photos: bounds checked before anything is decoded, then decoded upright. */
@NullMarked
package io.sosia.detector.media.still;

import org.jspecify.annotations.NullMarked;
