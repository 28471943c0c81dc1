package io.sosia.detector.media.still;

import io.sosia.detector.geometry.PixelBox;
import io.sosia.detector.media.Picture;
import io.sosia.detector.media.RgbImage;
import java.util.Arrays;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * A decoded photo in native memory, 3 bytes a pixel. Whoever makes it closes it; used after that, it throws
 * {@link IllegalStateException}. Used by one thread at a time.
 */
public final class StillPicture implements Picture, AutoCloseable {

    static {
        // The workers are as many as the cores already.
        opencv_core.setNumThreads(1);
    }

    private final Mat bgr;
    private final int width;
    private final int height;

    /** @param bgr 8 bits, three channels; owned by the picture from now on */
    StillPicture(Mat bgr) {
        this.bgr = bgr;
        width = bgr.cols();
        height = bgr.rows();
    }

    /** A copy of a picture on the heap. */
    public static StillPicture of(RgbImage image) {
        Mat bgr = new Mat(image.height(), image.width(), opencv_core.CV_8UC3);
        try (Mat rgb = new Mat(image.height(), image.width(), opencv_core.CV_8UC3);
                BytePointer data = rgb.data()) {
            data.put(image.rgb(), 0, image.rgb().length);
            opencv_imgproc.cvtColor(rgb, bgr, opencv_imgproc.COLOR_RGB2BGR);
        }
        return new StillPicture(bgr);
    }

    /** A copy with a black border of so many pixels, 0 or more, on each side. */
    public StillPicture bordered(int pixels) {
        Mat larger = new Mat();
        try (Scalar black = new Scalar(0, 0, 0, 0)) {
            opencv_core.copyMakeBorder(
                    open(), larger, pixels, pixels, pixels, pixels, opencv_core.BORDER_CONSTANT, black);
        }
        return new StillPicture(larger);
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public void scaledBgrPlanes(int width, int height, int planeStride, int planeRows, byte[] planes) {
        if (width < 1 || height < 1 || width > planeStride || height > planeRows) {
            throw new IllegalArgumentException("a picture of " + width + "x" + height + " does not fit planes of "
                    + planeStride + "x" + planeRows);
        }
        int plane = Math.multiplyExact(planeStride, planeRows);
        if (planes.length < Math.multiplyExact(3, plane)) {
            throw new IllegalArgumentException(planes.length + " bytes do not hold three planes of " + plane);
        }
        byte[] pixels;
        try (Mat scaled = resized(open(), width, height)) {
            pixels = bytes(scaled);
        }
        Arrays.fill(planes, 0, 3 * plane, (byte) 0);
        for (int y = 0, from = 0; y < height; y++) {
            for (int x = 0, to = y * planeStride; x < width; x++, to++, from += 3) {
                planes[to] = pixels[from];
                planes[plane + to] = pixels[from + 1];
                planes[2 * plane + to] = pixels[from + 2];
            }
        }
    }

    @Override
    public Region region(PixelBox box, double scale) {
        if (!(scale > 0 && scale <= 1)) {
            throw new IllegalArgumentException("scale: " + scale + " is not in 0..1");
        }
        int left = (int) Math.floor(Math.max(0, box.left()));
        int top = (int) Math.floor(Math.max(0, box.top()));
        int right = (int) Math.ceil(Math.min(width, box.right()));
        int bottom = (int) Math.ceil(Math.min(height, box.bottom()));
        if (left >= right || top >= bottom) {
            throw new IllegalArgumentException(box + " lies outside of " + width + "x" + height + " pixels");
        }
        int scaledWidth = Math.max(1, (int) Math.round((right - left) * scale));
        int scaledHeight = Math.max(1, (int) Math.round((bottom - top) * scale));
        try (Rect rectangle = new Rect(left, top, right - left, bottom - top);
                Mat part = new Mat(open(), rectangle);
                Mat scaled = resized(part, scaledWidth, scaledHeight);
                Mat rgb = new Mat()) {
            opencv_imgproc.cvtColor(scaled, rgb, opencv_imgproc.COLOR_BGR2RGB);
            return new Region(
                    new PixelBox(left, top, right, bottom), new RgbImage(scaledWidth, scaledHeight, bytes(rgb)));
        }
    }

    /** Frees the pixels. */
    @Override
    public void close() {
        bgr.close();
    }

    private Mat open() {
        if (bgr.isNull()) {
            throw new IllegalStateException("the picture is closed");
        }
        return bgr;
    }

    /** Area-averaged where it shrinks, bilinear where it grows; always a new matrix, which the caller closes. */
    private static Mat resized(Mat source, int width, int height) {
        Mat target = new Mat();
        boolean shrinks = width < source.cols() || height < source.rows();
        try (Size size = new Size(width, height)) {
            int interpolation = shrinks ? opencv_imgproc.INTER_AREA : opencv_imgproc.INTER_LINEAR;
            opencv_imgproc.resize(source, target, size, 0, 0, interpolation);
        }
        return target;
    }

    private static byte[] bytes(Mat continuous) {
        byte[] pixels = new byte[3 * continuous.cols() * continuous.rows()];
        try (BytePointer data = continuous.data()) {
            data.get(pixels);
        }
        return pixels;
    }
}
