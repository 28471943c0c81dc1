package io.sosia.detector.quality;

import io.sosia.detector.align.FaceAligner;
import io.sosia.detector.face.DetectedFace;
import io.sosia.detector.face.DetectorSettings;
import io.sosia.detector.face.FaceDetector;
import io.sosia.detector.face.LandmarkRefiner;
import io.sosia.detector.geometry.Landmarks;
import io.sosia.detector.inference.TestFigures;
import io.sosia.detector.inference.TestModels;
import io.sosia.detector.media.RgbImage;
import io.sosia.detector.media.still.StillPicture;
import io.sosia.detector.pipeline.FaceModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.global.opencv_photo;
import org.bytedeco.opencv.global.opencv_xphoto;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * How many photographed faces {@link StyleMeter} calls stylised, and how many drawn ones: of people by whose photos it was
 * not tuned, a photo of each as it is and in styles that OpenCV draws with its own defaults, which are kin to those that
 * the meter was tuned on and not the same. Takes some five minutes, asserts nothing about the figures, and appends them to
 * the file that the property {@code sosia.figures} names:
 *
 * <pre>{@code mvn -pl detector -am test -Dtest=StyleFiguresIT -Dsosia.figures=/tmp/figures.txt
 *     -Dsurefire.failIfNoSpecifiedTests=false}</pre>
 */
@EnabledIfSystemProperty(named = "sosia.figures", matches = ".+")
class StyleFiguresIT {

    private final StyleMeter meter = new StyleMeter();

    /** What is made of a photo. */
    private enum Style {
        PHOTOGRAPHED,
        GREY,
        STYLIZATION,
        GREY_PENCIL,
        COLOUR_PENCIL,
        POSTERISED,
        CARTOON,
        OIL;

        private static final int LEVEL = 32;

        RgbImage of(RgbImage photo) {
            return switch (this) {
                case PHOTOGRAPHED -> photo;
                case GREY -> drawn(photo, Style::grey);
                case STYLIZATION ->
                    drawn(photo, bgr -> {
                        Mat out = new Mat();
                        opencv_photo.stylization(bgr, out);
                        return out;
                    });
                case GREY_PENCIL ->
                    drawn(photo, bgr -> {
                        Mat pencil = new Mat();
                        opencv_photo.pencilSketch(bgr, pencil, new Mat());
                        return colour(pencil);
                    });
                case COLOUR_PENCIL ->
                    drawn(photo, bgr -> {
                        Mat colours = new Mat();
                        opencv_photo.pencilSketch(bgr, new Mat(), colours);
                        return colours;
                    });
                case POSTERISED -> drawn(photo, Style::posterised);
                case CARTOON -> drawn(photo, Style::cartoon);
                case OIL ->
                    drawn(photo, bgr -> {
                        Mat out = new Mat();
                        opencv_xphoto.oilPainting(bgr, out, 4, 1);
                        return out;
                    });
            };
        }

        private static Mat colour(Mat grey) {
            Mat out = new Mat();
            opencv_imgproc.cvtColor(grey, out, opencv_imgproc.COLOR_GRAY2BGR);
            return out;
        }

        private static Mat grey(Mat bgr) {
            Mat grey = new Mat();
            opencv_imgproc.cvtColor(bgr, grey, opencv_imgproc.COLOR_BGR2GRAY);
            return colour(grey);
        }

        private static Mat posterised(Mat bgr) {
            Mat smooth = new Mat();
            opencv_photo.edgePreservingFilter(bgr, smooth);
            byte[] levels = bytes(smooth);
            for (int i = 0; i < levels.length; i++) {
                levels[i] = (byte) ((levels[i] & 0xff) / LEVEL * LEVEL + LEVEL / 2);
            }
            smooth.data().put(levels);
            return smooth;
        }

        /** Smooth patches with the edges drawn in black. */
        private static Mat cartoon(Mat bgr) {
            Mat smooth = new Mat();
            opencv_imgproc.bilateralFilter(bgr, smooth, 9, 75, 75);
            Mat grey = new Mat();
            opencv_imgproc.cvtColor(bgr, grey, opencv_imgproc.COLOR_BGR2GRAY);
            Mat edges = new Mat();
            opencv_imgproc.medianBlur(grey, grey, 5);
            opencv_imgproc.adaptiveThreshold(
                    grey, edges, 255, opencv_imgproc.ADAPTIVE_THRESH_MEAN_C, opencv_imgproc.THRESH_BINARY_INV, 9, 5);
            smooth.setTo(new Mat(Scalar.all(0)), edges);
            return smooth;
        }

        private static byte[] bytes(Mat mat) {
            byte[] bytes = new byte[(int) (mat.total() * mat.elemSize())];
            mat.data().get(bytes);
            return bytes;
        }

        /** OpenCV's pictures are blue, green, red. */
        private static RgbImage drawn(RgbImage photo, UnaryOperator<Mat> style) {
            try (Mat bgr = new Mat(photo.height(), photo.width(), opencv_core.CV_8UC3)) {
                bgr.data().put(swapped(photo.rgb()));
                try (Mat out = style.apply(bgr)) {
                    return new RgbImage(photo.width(), photo.height(), swapped(bytes(out)));
                }
            }
        }

        private static byte[] swapped(byte[] pixels) {
            byte[] swapped = new byte[pixels.length];
            for (int i = 0; i < pixels.length; i += 3) {
                swapped[i] = pixels[i + 2];
                swapped[i + 1] = pixels[i + 1];
                swapped[i + 2] = pixels[i];
            }
            return swapped;
        }
    }

    @Test
    void photographedAndDrawn() throws Exception {
        try (FaceModels models = FaceModels.open(
                        TestModels.model("yunet-n"),
                        TestModels.model("mobilefacenet-ms1m"),
                        List.of(TestModels.model("omz-0095")));
                FaceDetector detector = models.newDetector(DetectorSettings.standard());
                LandmarkRefiner refiner = models.newLandmarkRefiner(LandmarkRefiner.Effort.THOROUGH)) {
            FaceAligner aligner = models.newAligner(models.spaces().getLast());
            for (String set : List.of("lfw-dev", "east-asian-dev", "east-asian-strangers")) {
                boolean drawn = set.equals("lfw-dev");
                Map<Style, int[]> called = new EnumMap<>(Style.class);
                for (Path person : list(TestModels.data("faces/" + set + "/images"))) {
                    if (!TestFigures.reporting(String.valueOf(person.getFileName()))) {
                        continue;
                    }
                    List<Path> photos = list(person);
                    for (Path path : drawn ? photos.subList(0, 1) : photos) {
                        RgbImage photo = RgbImage.of(ImageIO.read(path.toFile()));
                        Optional<Landmarks> face = landmarks(photo, detector, refiner);
                        if (face.isPresent()) {
                            for (Style style : drawn ? Style.values() : new Style[] {Style.PHOTOGRAPHED}) {
                                count(called, style, style.of(photo), face.get(), aligner);
                            }
                        }
                    }
                }
                called.forEach((style, counts) -> TestFigures.say(String.format(
                        Locale.ROOT, "%s, %s: %d of %d called stylised", set, style, counts[0], counts[1])));
            }
        }
    }

    private static Optional<Landmarks> landmarks(RgbImage photo, FaceDetector detector, LandmarkRefiner refiner) {
        try (StillPicture picture = StillPicture.of(photo)) {
            Optional<DetectedFace> face = detector.detect(picture).stream()
                    .max(Comparator.comparingDouble(found -> found.box().area()));
            return face.map(found -> refiner.refine(picture, found).landmarks());
        }
    }

    private void count(
            Map<Style, int[]> called, Style style, RgbImage shown, Landmarks landmarks, FaceAligner aligner) {
        int[] counts = called.computeIfAbsent(style, s -> new int[2]);
        try (StillPicture picture = StillPicture.of(shown)) {
            counts[0] += meter.measure(aligner.align(picture, landmarks).chip()) > 0 ? 1 : 0;
        }
        counts[1]++;
    }

    private static List<Path> list(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
