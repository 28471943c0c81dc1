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
    private final FramePlanes planes;
    private @Nullable FrameSignature signature;

    /** @param planes receives a copy of the first planes that are asked for */
    SignedPicture(Picture picture, StageWatch watch, FramePlanes planes) {
        this.picture = picture;
        this.watch = watch;
        this.planes = planes;
        planes.clear();
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
    public void scaledBgrPlanes(int width, int height, int planeStride, int planeRows, byte[] receiver) {
        ScanStage before = watch.enter(ScanStage.SCALE);
        picture.scaledBgrPlanes(width, height, planeStride, planeRows, receiver);
        if (signature == null) {
            watch.enter(ScanStage.SHOT);
            signature = FrameSignature.of(receiver, width, height, planeStride, planeRows);
            watch.enter(ScanStage.PICTURE);
            planes.copy(width, height, planeStride, planeRows, receiver);
        }
        watch.enter(before);
    }

    @Override
    public Region region(PixelBox box, double scale) {
        return picture.region(box, scale);
    }

    @Override
    public Region regionAtLeast(PixelBox box, double scale) {
        return picture.regionAtLeast(box, scale);
    }

    /** A cut-out whose longer side has so many pixels at most: from the planes where they are fine enough. */
    Region shown(PixelBox box, int longerSide) {
        double scale = Math.min(1, longerSide / Math.max(box.width(), box.height()));
        return planes.region(picture, box, longerSide).orElseGet(() -> picture.region(box, scale));
    }

    /** From the first planes that were asked for; from planes of its own where there were none. */
    FrameSignature signature() {
        FrameSignature known = signature;
        if (known == null) {
            double scale = (double) OWN_SIDE / Math.max(width(), height());
            int width = Math.max(1, (int) Math.round(width() * scale));
            int height = Math.max(1, (int) Math.round(height() * scale));
            byte[] own = new byte[3 * width * height];
            picture.scaledBgrPlanes(width, height, width, height, own);
            known = FrameSignature.of(own, width, height, width, height);
            signature = known;
        }
        return known;
    }
}
