package io.sosia.detector.pipeline;

import io.sosia.detector.geometry.PixelBox;
import io.sosia.detector.media.Picture;
import org.jspecify.annotations.Nullable;

/**
 * A picture of which one face is looked at: what was converted of it last serves again where it shows enough, so that
 * the second look and both recognisers' chips share one conversion. Lent as the picture behind it is.
 */
final class CloseUp implements Picture {

    /** A region may come so much coarser than was asked for: callers ask for half as fine again as they need. */
    private static final double FINE_ENOUGH = 0.9;

    /** A region may come so much finer: sampling bilinearly begins to skip pixels where it is more. */
    private static final double STILL_AVERAGED = 4.0 / 3;

    private final Picture picture;
    private @Nullable Region last;

    CloseUp(Picture picture) {
        this.picture = picture;
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
        picture.scaledBgrPlanes(width, height, planeStride, planeRows, planes);
    }

    @Override
    public Region region(PixelBox box, double scale) {
        return picture.region(box, scale);
    }

    @Override
    public Region regionAtLeast(PixelBox box, double scale) {
        Region known = last;
        if (known != null
                && covers(known.box(), box)
                && fits(known.image().width() / known.box().width(), scale)) {
            return known;
        }
        Region region = picture.regionAtLeast(box, scale);
        last = region;
        return region;
    }

    /** Whether all that the picture has of a box was converted. */
    private boolean covers(PixelBox known, PixelBox box) {
        return known.left() <= Math.max(0, box.left())
                && known.top() <= Math.max(0, box.top())
                && known.right() >= Math.min(picture.width(), box.right())
                && known.bottom() >= Math.min(picture.height(), box.bottom());
    }

    private static boolean fits(double known, double wanted) {
        return known >= FINE_ENOUGH * wanted && (known <= STILL_AVERAGED * wanted);
    }
}
