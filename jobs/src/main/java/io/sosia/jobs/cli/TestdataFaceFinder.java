package io.sosia.jobs.cli;

import io.sosia.detector.face.DetectedFace;
import io.sosia.detector.face.DetectorSettings;
import io.sosia.detector.face.FaceDetector;
import io.sosia.detector.geometry.Landmarks;
import io.sosia.detector.geometry.PixelPoint;
import io.sosia.detector.media.RgbImage;
import io.sosia.detector.media.still.StillPicture;
import io.sosia.detector.pipeline.FaceModels;
import io.sosia.testdata.film.FaceFinder;
import io.sosia.testdata.film.FaceMarks;
import java.awt.image.BufferedImage;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tells films where actors' eyes and mouths are, by the detector that scans use: films know no detector. Thread-safe; one
 * picture is looked at at a time.
 */
final class TestdataFaceFinder implements FaceFinder, AutoCloseable {

    private final FaceDetector detector;
    private final AtomicInteger notFound = new AtomicInteger();

    /** @param models closed after this */
    TestdataFaceFinder(FaceModels models) {
        this.detector = models.newDetector(DetectorSettings.standard());
    }

    @Override
    public Optional<FaceMarks> find(BufferedImage picture) {
        Optional<FaceMarks> marks = detect(picture).stream()
                .min(Comparator.comparingDouble(face -> offset(face, picture)))
                .map(face -> marks(face.landmarks()));
        if (marks.isEmpty()) {
            notFound.incrementAndGet();
        }
        return marks;
    }

    private synchronized List<DetectedFace> detect(BufferedImage picture) {
        try (StillPicture still = StillPicture.of(RgbImage.of(picture))) {
            return detector.detect(still);
        }
    }

    /** How often nobody was found. */
    int notFound() {
        return notFound.get();
    }

    private static double offset(DetectedFace face, BufferedImage picture) {
        return Math.hypot(
                face.box().centre().x() - picture.getWidth() / 2.0,
                face.box().centre().y() - picture.getHeight() / 2.0);
    }

    private static FaceMarks marks(Landmarks landmarks) {
        return new FaceMarks(
                point(landmarks.leftEye()),
                point(landmarks.rightEye()),
                point(landmarks.nose()),
                point(landmarks.leftMouth()),
                point(landmarks.rightMouth()));
    }

    private static FaceMarks.Point point(PixelPoint point) {
        return new FaceMarks.Point(point.x(), point.y());
    }

    @Override
    public synchronized void close() {
        detector.close();
    }
}
