package io.sosia.testdata.film;

import static org.bytedeco.opencv.global.opencv_core.BORDER_REPLICATE;

import java.util.List;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/** What is done to whole frames after they are drawn, plane by plane. Keeps nothing: fit for any number of threads. */
@FunctionalInterface
interface FrameTreatment {

    /** Luma of black and of white, and chroma of grey, of BT.601 with 16..235. */
    int BLACK = 16;

    int WHITE = 235;
    int GREY = 128;

    /**
     * Fills a plane of the film.
     *
     * @param from the drawn frame's plane
     * @param to the film's plane, 8 bits, of the size that is wanted; all of it must be written
     * @param plane 0 for luma, 1 for U, 2 for V; the latter two have half the width and height
     * @param seconds into the film
     */
    void treat(Mat from, Mat to, int plane, double seconds);

    /** To the size that the film has, whatever that is. */
    static FrameTreatment resized() {
        return (from, to, plane, seconds) -> resize(from, to);
    }

    /** Left and right exchanged. */
    static FrameTreatment mirrored() {
        return (from, to, plane, seconds) -> opencv_core.flip(from, to, 1);
    }

    /**
     * The middle, enlarged to the whole frame.
     *
     * @param margin what goes at each of the four edges, as a share of the frame's side, below a half
     */
    static FrameTreatment cropped(double margin) {
        return (from, to, plane, seconds) -> resize(new Mat(from, inner(from, plane, margin)), to);
    }

    /**
     * The whole picture, smaller, in a frame of one colour.
     *
     * @param margin of the frame at each edge, as a share of the side, below a half
     */
    static FrameTreatment bordered(double margin) {
        // A strong blue, which no skin has: Y, U and V of BT.601.
        int[] colour = {70, 190, 110};
        return (from, to, plane, seconds) -> {
            to.put(new Scalar(colour[plane]));
            resize(from, new Mat(to, inner(to, plane, margin)));
        };
    }

    /**
     * Out of focus.
     *
     * @param deviation of a Gaussian, as a share of the frame's shorter side
     */
    static FrameTreatment blurred(double deviation) {
        return (from, to, plane, seconds) -> opencv_imgproc.GaussianBlur(
                from,
                to,
                new Size(0, 0),
                deviation * Math.min(from.cols(), from.rows()),
                0,
                BORDER_REPLICATE,
                opencv_core.ALGO_HINT_DEFAULT);
    }

    /**
     * Brighter or darker.
     *
     * @param gain on red, green and blue; what goes beyond white stays there
     */
    static FrameTreatment lit(double gain) {
        return (from, to, plane, seconds) -> {
            int zero = plane == 0 ? BLACK : GREY;
            from.convertTo(to, -1, gain, zero - gain * zero);
            if (plane == 0) {
                opencv_imgproc.threshold(to, to, WHITE, WHITE, opencv_imgproc.THRESH_TRUNC);
            }
        };
    }

    /** Two lines of white letters with a black edge over the lower part of the frame, others every two seconds. */
    static FrameTreatment subtitled() {
        List<String> lines = List.of(
                "I told you never",
                "to come back here",
                "He knew it was you",
                "all along, did he?",
                "Then say it now",
                "while she listens",
                "You are not my",
                "brother anymore!",
                "Wait, who is that",
                "behind the door?");
        return (from, to, plane, seconds) -> {
            from.copyTo(to);
            int pair = (int) (seconds / 2) % (lines.size() / 2);
            for (int line = 0; line < 2; line++) {
                write(lines.get(2 * pair + line), to, plane, line);
            }
        };
    }

    private static void write(String text, Mat to, int plane, int line) {
        // A letter of Hershey's plain alphabet is about 22 pixels high at scale 1; ours have 3.2 % of the height.
        double scale = 0.032 * to.rows() / 22;
        int face = opencv_imgproc.FONT_HERSHEY_DUPLEX;
        int[] baseline = {0};
        int inside = Math.max(1, (int) Math.round(1.6 * scale));
        try (Size size = opencv_imgproc.getTextSize(text, face, scale, inside, baseline)) {
            Point at = new Point((to.cols() - size.width()) / 2, (int) Math.round((0.68 + 0.055 * line) * to.rows()));
            int edge = Math.max(2, 4 * inside);
            if (plane == 0) {
                opencv_imgproc.putText(
                        to, text, at, face, scale, new Scalar(BLACK), edge, opencv_imgproc.LINE_AA, false);
                opencv_imgproc.putText(
                        to, text, at, face, scale, new Scalar(WHITE), inside, opencv_imgproc.LINE_AA, false);
            } else {
                opencv_imgproc.putText(
                        to, text, at, face, scale, new Scalar(GREY), edge, opencv_imgproc.LINE_AA, false);
            }
        }
    }

    private static Rect inner(Mat plane, int number, double margin) {
        int divisor = number == 0 ? 2 : 1;
        // Even in luma, so that chroma lies on it.
        int x = (int) Math.round(margin * plane.cols() / divisor) * divisor;
        int y = (int) Math.round(margin * plane.rows() / divisor) * divisor;
        return new Rect(x, y, plane.cols() - 2 * x, plane.rows() - 2 * y);
    }

    private static void resize(Mat from, Mat to) {
        opencv_imgproc.resize(
                from,
                to,
                new Size(to.cols(), to.rows()),
                0,
                0,
                to.cols() < from.cols() ? opencv_imgproc.INTER_AREA : opencv_imgproc.INTER_CUBIC);
    }
}
