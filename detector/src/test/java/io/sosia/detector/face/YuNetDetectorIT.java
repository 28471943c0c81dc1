package io.sosia.detector.face;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.detector.geometry.Landmarks;
import io.sosia.detector.geometry.PixelBox;
import io.sosia.detector.geometry.PixelPoint;
import io.sosia.detector.inference.LoadedModel;
import io.sosia.detector.inference.TestModels;
import io.sosia.detector.media.RgbImage;
import io.sosia.detector.media.still.PhotoDecoder;
import io.sosia.detector.media.still.StillPicture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.indexer.FloatIndexer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_objdetect.FaceDetectorYN;
import org.junit.jupiter.api.Test;

class YuNetDetectorIT {

    private static final int SIDE = 640;
    private static final double LEAST_SCORE = 0.6;

    /** How far a score may lie above the threshold and a face still be missing on one side. */
    private static final double NEAR_THRESHOLD = 0.03;

    @Test
    void findsWhatOpenCvFindsWithTheSameNetwork() throws Exception {
        Path openCvsModel = TestModels.models().resolve("face_detection_yunet_2023mar.onnx");
        int compared = 0;
        try (LoadedModel model = LoadedModel.open(TestModels.model("yunet-s"));
                FaceDetector ours = new YuNetDetector(model, new DetectorSettings(SIDE, false, LEAST_SCORE, 0.3));
                Size size = new Size(SIDE, SIDE);
                FaceDetectorYN theirs = FaceDetectorYN.create(
                        openCvsModel.toString(), "", size, (float) LEAST_SCORE, 0.3f, 5000, 0, 0)) {
            for (RgbImage canvas : canvases()) {
                List<DetectedFace> expected = openCv(theirs, canvas);
                List<DetectedFace> found;
                try (StillPicture picture = StillPicture.of(canvas)) {
                    found = ours.detect(picture);
                }
                assertCovers(found, expected);
                assertCovers(expected, found);
                compared += expected.size();
            }
        }
        assertTrue(compared > 20, compared + " faces compared");
    }

    @Test
    void boxesAreInPixelsOfTheFullPicture() throws Exception {
        try (LoadedModel model = LoadedModel.open(TestModels.model("yunet-n"));
                FaceDetector detector = new YuNetDetector(model, DetectorSettings.standard());
                StillPicture picture = picture(portrait());
                StillPicture bordered = picture.bordered(40)) {
            DetectedFace face = detector.detect(picture).getFirst();
            DetectedFace shifted = detector.detect(bordered).getFirst();
            double tolerance = 0.1 * face.box().width();
            assertEquals(face.box().left() + 40, shifted.box().left(), tolerance);
            assertEquals(face.box().bottom() + 40, shifted.box().bottom(), tolerance);
            assertTrue(
                    face.landmarks().leftEye().x() < face.landmarks().rightEye().x());
            assertTrue(face.landmarks().leftEye().y()
                    < face.landmarks().leftMouth().y());
            for (PixelPoint point : face.landmarks().points()) {
                assertTrue(
                        point.x() > face.box().left() && point.x() < face.box().right());
                assertTrue(
                        point.y() > face.box().top() && point.y() < face.box().bottom());
            }
        }
    }

    /** Landmarks that were moved by a tenth of the face come back most of the way, whatever the picture's size. */
    @Test
    void secondLooksMoveLandmarksToWhereTheyBelong() throws Exception {
        try (LoadedModel model = LoadedModel.open(TestModels.model("yunet-n"));
                FaceDetector detector = new YuNetDetector(model, DetectorSettings.standard());
                LandmarkRefiner refiner = new LandmarkRefiner(model, LandmarkRefiner.Effort.THOROUGH);
                StillPicture picture = picture(portrait())) {
            DetectedFace face = detector.detect(picture).getFirst();
            double off = 0.1 * face.box().width();
            DetectedFace moved = new DetectedFace(face.box(), face.landmarks().shifted(off, -off), face.score());
            DetectedFace refined = refiner.refine(picture, moved);
            DetectedFace settled = refiner.refine(picture, face);
            assertEquals(face.box(), refined.box());
            for (int i = 0; i < 5; i++) {
                PixelPoint truth = settled.landmarks().points().get(i);
                PixelPoint found = refined.landmarks().points().get(i);
                // One look of five is the wrong one.
                assertEquals(truth.x() + off / 5, found.x(), 0.05 * off);
                assertEquals(truth.y() - off / 5, found.y(), 0.05 * off);
                PixelPoint first = face.landmarks().points().get(i);
                assertEquals(first.x(), truth.x(), 0.05 * face.box().width());
                assertEquals(first.y(), truth.y(), 0.05 * face.box().width());
            }
        }
    }

    @Test
    void flatPicturesOfAnyShapeHoldNoFace() throws Exception {
        try (LoadedModel model = LoadedModel.open(TestModels.model("yunet-n"));
                FaceDetector detector = new YuNetDetector(model, DetectorSettings.standard())) {
            for (int[] size : new int[][] {{1, 1}, {3, 2000}, {2000, 3}, {33, 31}, {1000, 900}}) {
                try (StillPicture picture =
                        StillPicture.of(new RgbImage(size[0], size[1], new byte[3 * size[0] * size[1]]))) {
                    assertTrue(detector.detect(picture).isEmpty());
                }
            }
        }
    }

    @Test
    void ofOverlappingFacesTheBestStays() {
        DetectedFace best = face(0, 0, 100, 0.9);
        DetectedFace same = face(10, 10, 100, 0.8);
        DetectedFace other = face(90, 90, 100, 0.7);
        assertEquals(List.of(best, other), YuNetDetector.withoutOverlaps(List.of(same, other, best), 0.3));
        assertEquals(
                3, YuNetDetector.withoutOverlaps(List.of(same, other, best), 1).size());
    }

    private static DetectedFace face(double left, double top, double size, double score) {
        PixelPoint p = new PixelPoint(left + size / 2, top + size / 2);
        return new DetectedFace(new PixelBox(left, top, left + size, top + size), new Landmarks(p, p, p, p, p), score);
    }

    /** Every face that is clearly one is matched by a box with sides within 2 pixels, as are the landmarks. */
    private static void assertCovers(List<DetectedFace> some, List<DetectedFace> others) {
        for (DetectedFace face : others) {
            if (face.score() < LEAST_SCORE + NEAR_THRESHOLD) {
                continue;
            }
            DetectedFace match = some.stream()
                    .filter(s -> s.box().intersectionOverUnion(face.box()) > 0.8)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no match for a face of score " + face.score()));
            assertEquals(face.score(), match.score(), 0.01);
            assertEquals(face.box().left(), match.box().left(), 1);
            assertEquals(face.box().top(), match.box().top(), 1);
            assertEquals(face.box().right(), match.box().right(), 1);
            assertEquals(face.box().bottom(), match.box().bottom(), 1);
            for (int i = 0; i < 5; i++) {
                assertEquals(
                        face.landmarks().points().get(i).x(),
                        match.landmarks().points().get(i).x(),
                        1);
                assertEquals(
                        face.landmarks().points().get(i).y(),
                        match.landmarks().points().get(i).y(),
                        1);
            }
        }
    }

    private static List<DetectedFace> openCv(FaceDetectorYN detector, RgbImage canvas) {
        List<DetectedFace> faces = new ArrayList<>();
        byte[] bgr = new byte[canvas.rgb().length];
        for (int i = 0; i < bgr.length; i += 3) {
            bgr[i] = canvas.rgb()[i + 2];
            bgr[i + 1] = canvas.rgb()[i + 1];
            bgr[i + 2] = canvas.rgb()[i];
        }
        try (BytePointer data = new BytePointer(bgr);
                Mat image = new Mat(SIDE, SIDE, opencv_core.CV_8UC3, data);
                Mat found = new Mat()) {
            detector.detect(image, found);
            if (found.empty()) {
                return faces;
            }
            try (FloatIndexer rows = found.createIndexer()) {
                for (int i = 0; i < found.rows(); i++) {
                    float[] row = new float[15];
                    rows.get(i, row);
                    PixelPoint[] p = new PixelPoint[5];
                    for (int j = 0; j < 5; j++) {
                        p[j] = new PixelPoint(row[4 + 2 * j], row[5 + 2 * j]);
                    }
                    faces.add(new DetectedFace(
                            new PixelBox(row[0], row[1], row[0] + row[2], row[1] + row[3]),
                            new Landmarks(p[0], p[1], p[2], p[3], p[4]),
                            Math.clamp(row[14], 0, 1)));
                }
            }
        }
        return faces;
    }

    /** Real photos laid onto squares of one size, unscaled or shrunk by whole pixels. */
    private static List<RgbImage> canvases() throws Exception {
        List<Path> files = new ArrayList<>();
        for (String folder : List.of("photos", "faces/east-asian-dev/images/c1")) {
            try (Stream<Path> all = Files.walk(TestModels.data(folder))) {
                all.filter(Files::isRegularFile)
                        .filter(f -> f.toString().endsWith(".jpg"))
                        .sorted()
                        .forEach(files::add);
            }
        }
        List<RgbImage> canvases = new ArrayList<>();
        for (Path file : files) {
            try (StillPicture picture = picture(file)) {
                double scale = Math.min(1, (double) SIDE / Math.max(picture.width(), picture.height()));
                RgbImage image = picture.region(new PixelBox(0, 0, picture.width(), picture.height()), scale)
                        .image();
                byte[] rgb = new byte[3 * SIDE * SIDE];
                for (int y = 0; y < Math.min(SIDE, image.height()); y++) {
                    System.arraycopy(
                            image.rgb(), 3 * y * image.width(), rgb, 3 * y * SIDE, 3 * Math.min(SIDE, image.width()));
                }
                canvases.add(new RgbImage(SIDE, SIDE, rgb));
            }
        }
        assertFalse(canvases.isEmpty());
        return canvases;
    }

    private static Path portrait() {
        return TestModels.data("photos/obama.jpg");
    }

    private static StillPicture picture(Path file) throws Exception {
        PhotoDecoder decoder = new PhotoDecoder();
        return decoder.decode(file, decoder.read(file));
    }
}
