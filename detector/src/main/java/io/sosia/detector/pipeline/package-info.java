/** From a file to face tracks, or from a photo to a template. */
@NullMarked
package io.sosia.detector.pipeline;

import org.jspecify.annotations.NullMarked;
