package io.sosia.detector.media.ffmpeg;

import io.sosia.detector.geometry.PixelBox;
import io.sosia.detector.media.MediaTime;
import io.sosia.detector.media.RgbImage;
import io.sosia.detector.media.VideoFrame;
import java.util.Arrays;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** A codec's frame, seen upright. Usable until {@link #takeBack}. */
final class LentFrame implements VideoFrame {

    /**
     * From this scale on a part is given in full size where the caller allows it. FFmpeg converts unscaled pixels
     * by other code than scaled ones, at about a third of the cost for each, so the pixels that shrinking would save cost
     * less than the shrinking.
     */
    private static final double NOT_WORTH_SHRINKING = 0.75;

    private final AVFrame frame;
    private final PictureConverter converter;
    private final Showing showing;
    private final MediaTime time;
    private final boolean keyFrame;
    private final int storedWidth;
    private final int storedHeight;
    /** Sides of the stored frame once its pixels are square. */
    private final int squareWidth;

    private final int squareHeight;
    private boolean lent = true;

    LentFrame(AVFrame frame, PictureConverter converter, Showing showing, MediaTime time, boolean keyFrame) {
        this.frame = frame;
        this.converter = converter;
        this.showing = showing;
        this.time = time;
        this.keyFrame = keyFrame;
        this.storedWidth = frame.width();
        this.storedHeight = frame.height();
        this.squareWidth = showing.squareWidth(storedWidth);
        this.squareHeight = showing.squareHeight(storedHeight);
    }

    /** Afterwards the frame's pixels belong to the codec again. */
    void takeBack() {
        lent = false;
    }

    @Override
    public MediaTime time() {
        return time;
    }

    @Override
    public boolean keyFrame() {
        return keyFrame;
    }

    @Override
    public int width() {
        return lying() ? squareHeight : squareWidth;
    }

    @Override
    public int height() {
        return lying() ? squareWidth : squareHeight;
    }

    private boolean lying() {
        return showing.rotation() == 90 || showing.rotation() == 270;
    }

    @Override
    public void scaledBgrPlanes(int width, int height, int planeStride, int planeRows, byte[] planes) {
        checkLent();
        if (width < 1 || height < 1 || width > planeStride || height > planeRows) {
            throw new IllegalArgumentException(
                    "picture of " + width + "x" + height + " does not fit planes of " + planeStride + "x" + planeRows);
        }
        int plane = Math.multiplyExact(planeStride, planeRows);
        int needed = Math.multiplyExact(3, plane);
        if (planes.length < needed) {
            throw new IllegalArgumentException("planes of " + needed + " bytes do not fit " + planes.length);
        }
        if (showing.asStored()) {
            converter.bgrPlanes(frame, width, height, planes, planeStride, plane);
        } else {
            int storedTargetWidth = lying() ? height : width;
            int storedTargetHeight = lying() ? width : height;
            byte[] stored = new byte[3 * width * height];
            converter.bgrPlanes(
                    frame, storedTargetWidth, storedTargetHeight, stored, storedTargetWidth, width * height);
            for (int p = 0; p < 3; p++) {
                turn(
                        stored,
                        p * width * height,
                        storedTargetWidth,
                        storedTargetHeight,
                        1,
                        planes,
                        p * plane,
                        planeStride);
            }
        }
        for (int p = 0; p < 3; p++) {
            if (width < planeStride) {
                for (int y = 0; y < height; y++) {
                    int row = p * plane + y * planeStride;
                    Arrays.fill(planes, row + width, row + planeStride, (byte) 0);
                }
            }
            Arrays.fill(planes, p * plane + height * planeStride, (p + 1) * plane, (byte) 0);
        }
    }

    @Override
    public Region region(PixelBox box, double scale) {
        checkLent();
        if (!(scale > 0 && scale <= 1)) {
            throw new IllegalArgumentException("scale: " + scale + " is not above 0 and at most 1");
        }
        int left = (int) Math.max(0, Math.floor(box.left()));
        int top = (int) Math.max(0, Math.floor(box.top()));
        int right = (int) Math.min(width(), Math.ceil(box.right()));
        int bottom = (int) Math.min(height(), Math.ceil(box.bottom()));
        if (left >= right || top >= bottom) {
            throw new IllegalArgumentException("box " + box + " lies outside of " + width() + "x" + height());
        }
        if (showing.mirrored()) {
            int mirroredLeft = width() - right;
            right = width() - left;
            left = mirroredLeft;
        }
        // Where the rectangle lies in the frame before it is turned.
        int[] lies = switch (showing.rotation()) {
            case 90 -> new int[] {top, squareHeight - right, bottom, squareHeight - left};
            case 180 -> new int[] {squareWidth - right, squareHeight - bottom, squareWidth - left, squareHeight - top};
            case 270 -> new int[] {squareWidth - bottom, left, squareWidth - top, right};
            default -> new int[] {left, top, right, bottom};
        };
        double widening = (double) squareWidth / storedWidth;
        double heightening = (double) squareHeight / storedHeight;
        // Grown to whole chroma samples, so that no colour is shifted.
        int chromaWidth = PictureConverter.chromaWidth(frame);
        int chromaHeight = PictureConverter.chromaHeight(frame);
        int x0 = (int) (lies[0] / widening) / chromaWidth * chromaWidth;
        int y0 = (int) (lies[1] / heightening) / chromaHeight * chromaHeight;
        int x1 = Math.min(
                storedWidth, ((int) Math.ceil(lies[2] / widening) + chromaWidth - 1) / chromaWidth * chromaWidth);
        int y1 = Math.min(
                storedHeight,
                ((int) Math.ceil(lies[3] / heightening) + chromaHeight - 1) / chromaHeight * chromaHeight);
        int toWidth = (int) Math.max(1, Math.round((x1 - x0) * widening * scale));
        int toHeight = (int) Math.max(1, Math.round((y1 - y0) * heightening * scale));
        byte[] rgb = converter.rgb(frame, x0, y0, x1 - x0, y1 - y0, toWidth, toHeight);
        PixelBox shown = shown(x0 * widening, y0 * heightening, x1 * widening, y1 * heightening);
        if (showing.asStored()) {
            return new Region(shown, new RgbImage(toWidth, toHeight, rgb));
        }
        byte[] upright = new byte[rgb.length];
        int uprightWidth = lying() ? toHeight : toWidth;
        turn(rgb, 0, toWidth, toHeight, 3, upright, 0, 3 * uprightWidth);
        return new Region(shown, new RgbImage(uprightWidth, lying() ? toWidth : toHeight, upright));
    }

    /** Where a rectangle of the frame with square pixels lies once it is turned and mirrored. */
    private PixelBox shown(double x0, double y0, double x1, double y1) {
        PixelBox turned = switch (showing.rotation()) {
            case 90 -> new PixelBox(squareHeight - y1, x0, squareHeight - y0, x1);
            case 180 -> new PixelBox(squareWidth - x1, squareHeight - y1, squareWidth - x0, squareHeight - y0);
            case 270 -> new PixelBox(y0, squareWidth - x1, y1, squareWidth - x0);
            default -> new PixelBox(x0, y0, x1, y1);
        };
        return showing.mirrored()
                ? new PixelBox(width() - turned.right(), turned.top(), width() - turned.left(), turned.bottom())
                : turned;
    }

    @Override
    public Region regionAtLeast(PixelBox box, double scale) {
        return region(box, scale >= NOT_WORTH_SHRINKING && scale < 1 ? 1 : scale);
    }

    /** Turns and mirrors pixels of {@code channels} bytes as they are shown, rows of {@code from} without padding. */
    private void turn(
            byte[] from, int fromOffset, int width, int height, int channels, byte[] to, int toOffset, int toStride) {
        // Where the first pixel goes, and how far the target moves for a step to the right and a step down in the
        // source.
        int[] steps = switch (showing.rotation()) {
            case 90 -> new int[] {height - 1, 0, 0, 1, -1, 0};
            case 180 -> new int[] {width - 1, height - 1, -1, 0, 0, -1};
            case 270 -> new int[] {0, width - 1, 0, -1, 1, 0};
            default -> new int[] {0, 0, 1, 0, 0, 1};
        };
        if (showing.mirrored()) {
            steps[0] = (lying() ? height : width) - 1 - steps[0];
            steps[2] = -steps[2];
            steps[4] = -steps[4];
        }
        int origin = steps[0] * channels + steps[1] * toStride;
        int right = steps[2] * channels + steps[3] * toStride;
        int down = steps[4] * channels + steps[5] * toStride;
        int source = fromOffset;
        for (int y = 0; y < height; y++) {
            int target = toOffset + origin + y * down;
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < channels; c++) {
                    to[target + c] = from[source++];
                }
                target += right;
            }
        }
    }

    private void checkLent() {
        if (!lent) {
            throw new IllegalStateException("the frame at " + time.millis() + " ms was lent to a callback that ended");
        }
    }
}
