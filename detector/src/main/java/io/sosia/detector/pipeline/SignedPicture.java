package io.sosia.detector.pipeline;

import io.sosia.detector.geometry.PixelBox;
import io.sosia.detector.media.Picture;
import io.sosia.detector.shot.FrameSignature;
import org.jspecify.annotations.Nullable;

/**
 * A picture that signs itself when somebody asks for its scaled planes, so that the frame is scaled once for the
 * detector and the cut detector together. Lent as the picture behind it is.
 */
final class SignedPicture implements Picture {

    /** Longer side of the planes that are made where nobody else asked for any. */
    private static final int OWN_SIDE = 96;

    private final Picture picture;
    private final StageWatch watch;
    private @Nullable FrameSignature signature;

    SignedPicture(Picture picture, StageWatch watch) {
        this.picture = picture;
        this.watch = watch;
    }

    @Override
    public int width() {
        return picture.width();
    }

    @Override
    public int height() {
        return picture.height();
    }

    @Override
    public void scaledBgrPlanes(int width, int height, int planeStride, int planeRows, byte[] planes) {
        ScanStage before = watch.enter(ScanStage.SCALE);
        picture.scaledBgrPlanes(width, height, planeStride, planeRows, planes);
        if (signature == null) {
            watch.enter(ScanStage.SHOT);
            signature = FrameSignature.of(planes, width, height, planeStride, planeRows);
        }
        watch.enter(before);
    }

    @Override
    public Region region(PixelBox box, double scale) {
        return picture.region(box, scale);
    }

    /** From the first planes that were asked for; from planes of its own where there were none. */
    FrameSignature signature() {
        FrameSignature known = signature;
        if (known == null) {
            double scale = (double) OWN_SIDE / Math.max(width(), height());
            int width = Math.max(1, (int) Math.round(width() * scale));
            int height = Math.max(1, (int) Math.round(height() * scale));
            byte[] planes = new byte[3 * width * height];
            picture.scaledBgrPlanes(width, height, width, height, planes);
            known = FrameSignature.of(planes, width, height, width, height);
            signature = known;
        }
        return known;
    }
}
