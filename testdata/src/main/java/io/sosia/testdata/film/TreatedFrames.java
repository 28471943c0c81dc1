package io.sosia.testdata.film;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;

import java.nio.ByteBuffer;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;

/** A film's frames made of drawn ones, in memory of its own until closed. Not thread-safe. */
final class TreatedFrames implements AutoCloseable {

    private final FilmSettings.FrameFormat drawn;
    private final FilmSettings.FrameFormat filmed;
    private final FrameTreatment treatment;
    private final Mat frame;
    private final ByteBuffer bytes;
    private int frames;

    TreatedFrames(FilmSettings.FrameFormat drawn, FilmSettings.FrameFormat filmed, FrameTreatment treatment) {
        this.drawn = drawn;
        this.filmed = filmed;
        this.treatment = treatment;
        this.frame = new Mat(filmed.height() * 3 / 2, filmed.width(), CV_8UC1, new Scalar(FrameTreatment.GREY));
        this.bytes = frame.<ByteBuffer>createBuffer();
    }

    /**
     * The film's next frame.
     *
     * @param planes as {@link FrameSink#write} wants them, direct, of the drawn size; stays as it is
     * @return the same of the film's size, lent until the next call
     */
    @SuppressWarnings("try") // JavaCPP's scopes own what is made inside them without being named.
    ByteBuffer next(ByteBuffer planes) {
        double seconds = (double) frames++ / filmed.framesPerSecond();
        try (PointerScope scope = new PointerScope()) {
            List<Mat> from = planes(new BytePointer(planes.duplicate().rewind()), drawn);
            List<Mat> to = planes(frame.data(), filmed);
            for (int plane = 0; plane < 3; plane++) {
                treatment.treat(from.get(plane), to.get(plane), plane, seconds);
            }
        }
        return bytes;
    }

    private static List<Mat> planes(BytePointer data, FilmSettings.FrameFormat format) {
        int width = format.width();
        int height = format.height();
        long luma = (long) width * height;
        return List.of(
                new Mat(height, width, CV_8UC1, data, width),
                new Mat(height / 2, width / 2, CV_8UC1, new BytePointer(data).position(luma), width / 2),
                new Mat(height / 2, width / 2, CV_8UC1, new BytePointer(data).position(luma + luma / 4), width / 2));
    }

    @Override
    public void close() {
        frame.close();
    }
}
