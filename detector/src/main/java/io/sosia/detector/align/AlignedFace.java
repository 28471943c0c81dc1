package io.sosia.detector.align;

import io.sosia.detector.media.RgbImage;

/**
 * A face brought into the pose of an alignment template.
 *
 * @param chip for example 112×112 pixels
 * @param scale chip pixels for each pixel of the full-size picture; above 1 the chip holds no more detail than the
 *     picture did
 */
public record AlignedFace(RgbImage chip, double scale) {}
