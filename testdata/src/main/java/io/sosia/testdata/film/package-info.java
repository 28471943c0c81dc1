/**
 * Films people into dramas with the truth written beside them: planned in pure numbers from a seed, rendered straight
 * into YUV planes, encoded by FFmpeg.
 */
@NullMarked
package io.sosia.testdata.film;

import org.jspecify.annotations.NullMarked;
