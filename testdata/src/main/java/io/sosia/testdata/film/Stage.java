package io.sosia.testdata.film;

import static org.bytedeco.opencv.global.opencv_core.BORDER_CONSTANT;
import static org.bytedeco.opencv.global.opencv_core.BORDER_REPLICATE;
import static org.bytedeco.opencv.global.opencv_core.CV_64FC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC4;

import io.sosia.testdata.seed.Seed;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacpp.indexer.DoubleIndexer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Renders a planned shot straight into the planes that encoders take, so that no frame is converted: the backdrop and
 * the people are turned into YUV once a shot, and then only warped and laid over each other.
 *
 * <p>Not thread-safe. Holds about 25 MB for frames of 1080×1920 until closed.
 */
final class Stage implements AutoCloseable {

    /** Luma and chroma of nothing: what is drawn is kept premultiplied by its opacity, without these offsets. */
    private static final double BLACK = 16;

    private static final double GREY = 128;

    /** Film grain: uniform, plus and minus so many 8-bit steps. */
    private static final int GRAIN = 2;

    /** The grain's tile is larger than a frame by this, and is laid elsewhere in each frame. */
    private static final int GRAIN_SLACK = 64;

    private final int width;
    private final int height;
    private final Mat frame;
    private final ByteBuffer bytes;
    private final List<Mat> planes;
    private final Mat colour;
    private final Mat opacity;
    private final Mat grain;
    private final Mat matrix;

    /** @param seed of the grain */
    Stage(FilmSettings.FrameFormat format, Seed seed) {
        this.width = format.width();
        this.height = format.height();
        this.frame = new Mat(height * 3 / 2, width, CV_8UC1, new Scalar(GREY));
        this.bytes = frame.<ByteBuffer>createBuffer();
        BytePointer data = frame.data();
        long luma = (long) width * height;
        this.planes = List.of(
                new Mat(height, width, CV_8UC1, data, width),
                new Mat(height / 2, width / 2, CV_8UC1, new BytePointer(data).position(luma), width / 2),
                new Mat(height / 2, width / 2, CV_8UC1, new BytePointer(data).position(luma + luma / 4), width / 2));
        this.colour = new Mat(height, width, CV_8UC1);
        this.opacity = new Mat(height, width, CV_8UC1);
        this.grain = grain(seed, width + GRAIN_SLACK, height + GRAIN_SLACK);
        this.matrix = new Mat(2, 3, CV_64FC1);
    }

    private static Mat grain(Seed seed, int width, int height) {
        Mat tile = new Mat(height, width, CV_8UC1);
        byte[] values = new byte[width * height];
        seed.generator().nextBytes(values);
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) ((values[i] & 255) % (2 * GRAIN + 1));
        }
        tile.<ByteBuffer>createBuffer().put(values);
        return tile;
    }

    /** Receives frames. */
    interface Receiver {

        /** Takes the next frame, {@code planes} as {@link FrameSink#write} wants them; overwritten after the call. */
        void frame(ByteBuffer planes) throws IOException;
    }

    /** Renders every frame of {@code shot} in order. */
    void play(Shot shot, int framesPerSecond, Receiver receiver) throws IOException {
        play(shot, framesPerSecond, new Tempo(framesPerSecond, 100), receiver);
    }

    /**
     * Renders the frames of {@code shot} that a film shows, in order, each handed on as often as it is shown.
     *
     * @param framesPerSecond of the screenplay
     */
    @SuppressWarnings("try") // JavaCPP's scopes own what is made inside them without being named.
    void play(Shot shot, int framesPerSecond, Tempo tempo, Receiver receiver) throws IOException {
        try (PointerScope shotScope = new PointerScope()) {
            double unit = Math.min(width, height) / 1_080.0;
            List<Mat> backdrop = backdrop(shot, unit);
            List<Figure> figures = new ArrayList<>();
            for (Part part : shot.parts()) {
                figures.add(figure(part, shot, unit));
            }
            for (int i = 0; i < shot.frames(); i++) {
                int shown = tempo.shown(shot.start() + i);
                if (shown == 0) {
                    continue;
                }
                double seconds = (double) i / framesPerSecond;
                double passed = shot.frames() == 1 ? 0 : (double) i / (shot.frames() - 1);
                try (PointerScope frameScope = new PointerScope()) {
                    draw(shot, backdrop, figures, passed, seconds, shot.start() + i);
                }
                for (int time = 0; time < shown; time++) {
                    receiver.frame(bytes);
                }
            }
        }
    }

    private void draw(Shot shot, List<Mat> backdrop, List<Figure> figures, double passed, double seconds, int number) {
        Camera.View view = shot.camera().at(passed, seconds);
        layBackdrop(backdrop, view);
        for (int i = 0; i < figures.size(); i++) {
            Pose pose = shot.parts().get(i).blocking().at(passed, seconds);
            layFigure(figures.get(i), view.see(pose, width, height));
        }
        light(shot.light().gain(passed, seconds), number);
    }

    private void layBackdrop(List<Mat> backdrop, Camera.View view) {
        double marginX = (backdrop.getFirst().cols() - width) / 2.0;
        double marginY = (backdrop.getFirst().rows() - height) / 2.0;
        for (int plane = 0; plane < 3; plane++) {
            Mat to = planes.get(plane);
            // Chroma planes have half the size, so lengths in them are halved.
            double half = plane == 0 ? 1 : 0.5;
            double left = width * half / 2 - (width * half / 2 + view.shiftX() * half) / view.zoom() + marginX * half;
            double top = height * half / 2 - (height * half / 2 + view.shiftY() * half) / view.zoom() + marginY * half;
            if (view.zoom() == 1) {
                // A pan by whole pixels is a copy, several times faster than a warp, and nobody sees the difference.
                int x = Math.clamp(Math.round(left), 0, backdrop.get(plane).cols() - to.cols());
                int y = Math.clamp(Math.round(top), 0, backdrop.get(plane).rows() - to.rows());
                new Mat(backdrop.get(plane), new Rect(x, y, to.cols(), to.rows())).copyTo(to);
            } else {
                setMatrix(1 / view.zoom(), 0, left, 0, 1 / view.zoom(), top);
                warp(backdrop.get(plane), to, BORDER_REPLICATE);
            }
        }
    }

    private void layFigure(Figure figure, Pose pose) {
        double scale = pose.size() / figure.faceSize();
        double reach = figure.reach() * scale + 2;
        int left = even(Math.max(0, pose.x() - reach));
        int top = even(Math.max(0, pose.y() - reach));
        int right = Math.min(width, even(pose.x() + reach) + 2);
        int bottom = Math.min(height, even(pose.y() + reach) + 2);
        if (right <= left || bottom <= top) {
            return;
        }
        double cos = Math.cos(pose.radians()) / scale;
        double sin = Math.sin(pose.radians()) / scale;
        for (int plane = 0; plane < 3; plane++) {
            double half = plane == 0 ? 1 : 0.5;
            int divisor = plane == 0 ? 1 : 2;
            Rect region = new Rect(left / divisor, top / divisor, (right - left) / divisor, (bottom - top) / divisor);
            Rect scratch = new Rect(0, 0, region.width(), region.height());
            Mat under = new Mat(planes.get(plane), region);
            Mat over = new Mat(colour, scratch);
            Mat cover = new Mat(opacity, scratch);
            // From a pixel of the region back to the figure: turn the other way about the face's middle.
            double x = region.x() - pose.x() * half;
            double y = region.y() - pose.y() * half;
            setMatrix(
                    cos,
                    sin,
                    figure.faceX() * half + cos * x + sin * y,
                    -sin,
                    cos,
                    figure.faceY() * half - sin * x + cos * y);
            warp(figure.colours().get(plane), over, BORDER_CONSTANT);
            // Chroma of the two planes lies under one opacity.
            if (plane < 2) {
                warp(figure.opacities().get(plane), cover, BORDER_CONSTANT);
                opencv_core.bitwise_not(cover, cover);
            }
            opencv_core.multiply(under, cover, under, 1 / 255.0, -1);
            opencv_core.add(under, over, under);
        }
    }

    private void light(double gain, int number) {
        Mat luma = planes.getFirst();
        // Another part of the tile in each frame; the steps share no factor with the slack, so it seldom repeats.
        int x = number * 37 % GRAIN_SLACK;
        int y = number * 23 % GRAIN_SLACK;
        luma.convertTo(luma, -1, gain, BLACK - gain * BLACK - GRAIN);
        opencv_core.add(luma, new Mat(grain, new Rect(x, y, width, height)), luma);
    }

    private void setMatrix(double a, double b, double c, double d, double e, double f) {
        try (DoubleIndexer at = matrix.createIndexer()) {
            at.put(0, 0, a).put(0, 1, b).put(0, 2, c);
            at.put(1, 0, d).put(1, 1, e).put(1, 2, f);
        }
    }

    private void warp(Mat from, Mat to, int border) {
        opencv_imgproc.warpAffine(
                from,
                to,
                matrix,
                new Size(to.cols(), to.rows()),
                opencv_imgproc.INTER_LINEAR | opencv_imgproc.WARP_INVERSE_MAP,
                border,
                new Scalar(0));
    }

    private List<Mat> backdrop(Shot shot, double unit) {
        int fullWidth = even(width * (1 + 2 * Screenplay.MARGIN));
        int fullHeight = even(height * (1 + 2 * Screenplay.MARGIN));
        // The margins are even, so that chroma lies on luma.
        fullWidth -= (fullWidth - width) % 4;
        fullHeight -= (fullHeight - height) % 4;
        Mat bgr = bgr(Backdrop.paint(shot.backdrop(), fullWidth, fullHeight));
        blur(bgr, shot.light().depth() * unit);
        List<Mat> yuv = yuv(bgr);
        for (int plane = 1; plane < 3; plane++) {
            yuv.get(plane).convertTo(yuv.get(plane), -1, 1, tint(shot.light(), plane));
        }
        return yuv;
    }

    /** A head prepared for one shot: premultiplied planes and their opacities, at about the size it is seen at. */
    private record Figure(
            List<Mat> colours, List<Mat> opacities, double faceX, double faceY, double faceSize, double reach) {}

    private Figure figure(Part part, Shot shot, double unit) throws IOException {
        Look look = part.take().actor().look(part.take().look());
        BufferedImage picture = look.picture();
        // Largest size seen, so that warps only ever shrink it, by little.
        double largest = 0;
        for (int i = 0; i <= 8; i++) {
            Pose pose = part.blocking().at(i / 8.0, 0);
            largest = Math.max(largest, shot.camera().at(i / 8.0, 0).zoom() * pose.size());
        }
        double scale = largest / look.faceSize();
        int figureWidth = Math.max(4, even(picture.getWidth() * scale));
        int figureHeight = Math.max(4, even(picture.getHeight() * scale));
        double scaleX = (double) figureWidth / picture.getWidth();
        double scaleY = (double) figureHeight / picture.getHeight();

        Mat bgra = premultiplied(picture);
        Mat sized = new Mat();
        opencv_imgproc.resize(
                bgra,
                sized,
                new Size(figureWidth, figureHeight),
                0,
                0,
                scale < 1 ? opencv_imgproc.INTER_AREA : opencv_imgproc.INTER_CUBIC);
        blur(sized, shot.light().softness() * unit);
        Mat full = new Mat();
        opencv_core.extractChannel(sized, full, 3);
        Mat halved = new Mat();
        opencv_imgproc.resize(
                full, halved, new Size(figureWidth / 2, figureHeight / 2), 0, 0, opencv_imgproc.INTER_AREA);
        Mat bgr = new Mat();
        opencv_imgproc.cvtColor(sized, bgr, opencv_imgproc.COLOR_BGRA2BGR);
        List<Mat> colours = yuv(bgr);
        List<Mat> opacities = List.of(full, halved);
        for (int plane = 0; plane < 3; plane++) {
            double offset = plane == 0 ? BLACK : GREY;
            // Where nothing is, YUV conversion left the offset; under full opacity it belongs there, with the tint.
            double covered = offset + tint(shot.light(), plane);
            Mat premultiplied = colours.get(plane);
            opencv_core.addWeighted(
                    premultiplied, 1, opacities.get(Math.min(plane, 1)), covered / 255, -offset, premultiplied);
        }
        double faceX = look.faceX() * scaleX;
        double faceY = look.faceY() * scaleY;
        double reach = Math.hypot(Math.max(faceX, figureWidth - faceX), Math.max(faceY, figureHeight - faceY));
        return new Figure(colours, opacities, faceX, faceY, look.faceSize() * Math.sqrt(scaleX * scaleY), reach);
    }

    private static void blur(Mat image, double deviation) {
        if (deviation > 0.3) {
            opencv_imgproc.GaussianBlur(image, image, new Size(0, 0), deviation);
        }
    }

    private static int tint(Light light, int plane) {
        return switch (plane) {
            case 1 -> light.warmth();
            case 2 -> light.redness();
            default -> 0;
        };
    }

    /** Splits into planes of their own, BT.601 with 16..235. */
    private static List<Mat> yuv(Mat bgr) {
        int columns = bgr.cols();
        int rows = bgr.rows();
        Mat packed = new Mat();
        opencv_imgproc.cvtColor(bgr, packed, opencv_imgproc.COLOR_BGR2YUV_I420);
        BytePointer data = packed.data();
        long luma = (long) columns * rows;
        return List.of(
                new Mat(rows, columns, CV_8UC1, data, columns).clone(),
                new Mat(rows / 2, columns / 2, CV_8UC1, new BytePointer(data).position(luma), columns / 2).clone(),
                new Mat(rows / 2, columns / 2, CV_8UC1, new BytePointer(data).position(luma + luma / 4), columns / 2)
                        .clone());
    }

    private static Mat premultiplied(BufferedImage picture) {
        BufferedImage copy =
                new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_ARGB_PRE);
        Graphics2D graphics = copy.createGraphics();
        graphics.drawImage(picture, 0, 0, null);
        graphics.dispose();
        return bgra(copy);
    }

    private static Mat bgr(BufferedImage picture) {
        Mat bgr = new Mat();
        opencv_imgproc.cvtColor(bgra(picture), bgr, opencv_imgproc.COLOR_BGRA2BGR);
        return bgr;
    }

    private static Mat bgra(BufferedImage picture) {
        Mat bgra = new Mat(picture.getHeight(), picture.getWidth(), CV_8UC4);
        // Java's packed ARGB is BGRA when its bytes are laid out from the lowest.
        bgra.<ByteBuffer>createBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer()
                .put(((DataBufferInt) picture.getRaster().getDataBuffer()).getData());
        return bgra;
    }

    private static int even(double value) {
        return (int) value & ~1;
    }

    @Override
    public void close() {
        planes.forEach(Mat::close);
        frame.close();
        colour.close();
        opacity.close();
        grain.close();
        matrix.close();
    }
}
