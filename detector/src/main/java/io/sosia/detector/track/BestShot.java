package io.sosia.detector.track;

import io.sosia.detector.geometry.Landmarks;
import io.sosia.detector.geometry.PixelBox;
import io.sosia.detector.media.MediaTime;
import io.sosia.detector.media.RgbImage;
import io.sosia.detector.quality.FaceQuality;

/**
 * A picture of a track's person for somebody to look at.
 *
 * @param time of the frame
 * @param box of the face, in pixels of the upright frame
 * @param landmarks likewise
 * @param quality of this picture
 * @param picture the face and what is around it; every other face in it is blurred beyond recognition
 * @param pictureBox what {@code picture} shows, in pixels of the upright frame
 */
public record BestShot(
        MediaTime time,
        PixelBox box,
        Landmarks landmarks,
        FaceQuality quality,
        RgbImage picture,
        PixelBox pictureBox) {}
