package io.sosia.detector.track;

import io.sosia.detector.align.AlignedFace;
import io.sosia.detector.geometry.Landmarks;
import io.sosia.detector.geometry.PixelBox;
import io.sosia.detector.media.MediaTime;
import io.sosia.detector.media.RgbImage;
import io.sosia.detector.quality.FaceQuality;
import java.util.Optional;

/**
 * A picture of a track's person for somebody to look at, and for another recogniser than the one that linked the track.
 *
 * @param time of the frame
 * @param box of the face, in pixels of the upright frame
 * @param landmarks likewise
 * @param quality of this picture
 * @param picture the face and what is around it; every other face in it is blurred beyond recognition
 * @param pictureBox what {@code picture} shows, in pixels of the upright frame
 * @param closeUp the face cut out of the full-size frame as the recogniser that looks closer wants it, and for it alone;
 *     empty where nobody will look closer
 */
public record BestShot(
        MediaTime time,
        PixelBox box,
        Landmarks landmarks,
        FaceQuality quality,
        RgbImage picture,
        PixelBox pictureBox,
        Optional<AlignedFace> closeUp) {

    /** Without a close-up. */
    public BestShot(
            MediaTime time,
            PixelBox box,
            Landmarks landmarks,
            FaceQuality quality,
            RgbImage picture,
            PixelBox pictureBox) {
        this(time, box, landmarks, quality, picture, pictureBox, Optional.empty());
    }

    /** The same with another picture. */
    BestShot with(RgbImage other) {
        return new BestShot(time, box, landmarks, quality, other, pictureBox, closeUp);
    }
}
