/** Faces of one person, followed through a video. */
@NullMarked
package io.sosia.detector.track;

import org.jspecify.annotations.NullMarked;
