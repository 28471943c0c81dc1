package io.sosia.detector.pipeline;

import io.sosia.detector.align.AlignedFace;
import io.sosia.detector.align.FaceAligner;
import io.sosia.detector.embed.FaceEmbedder;
import io.sosia.detector.embed.OnnxFaceEmbedder.MirrorImages;
import io.sosia.detector.face.DetectedFace;
import io.sosia.detector.face.DetectorSettings;
import io.sosia.detector.face.FaceDetector;
import io.sosia.detector.face.LandmarkRefiner;
import io.sosia.detector.media.MediaException;
import io.sosia.detector.media.Picture;
import io.sosia.detector.media.still.PhotoDecoder;
import io.sosia.detector.media.still.StillPicture;
import io.sosia.detector.quality.FaceQuality;
import io.sosia.detector.quality.FaceVisibility;
import io.sosia.detector.quality.HeadPose;
import io.sosia.detector.quality.QualityMeter;
import io.sosia.models.digest.Sha256;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.FaceVectors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads portraits. A photo is looked at as scans look at frames first; where that shows nothing, with a border around
 * it (a face that fills its picture leaves a detector nothing to see it against), and larger (a small face in a large
 * picture).
 *
 * <p>A template is the mean of a face's and its mirror image's, from landmarks that are the mean of five looks, so that
 * what happens to photos on their way does little to it. Of about a hundred photos of {@code lfw-dev}, by both
 * recognisers' weighted cosine ({@code PortraitGateFiguresIT}):
 *
 * <table>
 * <caption>A photo and the same again</caption>
 * <tr><th></th><th>alike, median and least</th><th>similarity to another photo of the person moves by, median and
 *     most</th><th>decisions turned at FPIR 0.01</th></tr>
 * <tr><td>mirrored</td><td>.990, .956</td><td>.005, .038</td><td>0 of 105</td></tr>
 * <tr><td>JPEG of quality 60</td><td>.966, .899</td><td>.018, .096</td><td>0 of 106</td></tr>
 * <tr><td>JPEG of quality 30</td><td>.918, .815</td><td>.050, .179</td><td>3 of 106</td></tr>
 * <tr><td>half the size (faces of 40 pixels)</td><td>.927, .859</td><td>.045, .115</td><td>2 of 75</td></tr>
 * </table>
 */
public final class StandardPhotoReader implements PhotoReader {

    /**
     * Chip pixels for each pixel of the photo above which a portrait is refused: a face that has to be enlarged to
     * three times its size, with 12 pixels between the eyes instead of 35, has lost most of what tells people apart.
     * By the chip's scale, not the eyes, since eyes are near each other in a profile of any size.
     */
    static final double MOST_ENLARGED = 3;

    /**
     * Of two faces, one is meant if the other is less prominent than this share of it.
     */
    static final double LESSER = 0.5;

    private final PhotoDecoder decoder = new PhotoDecoder();
    private final FaceDetector detector;
    private final FaceDetector closeDetector;
    private final LandmarkRefiner refiner;
    private final List<Recogniser> recognisers;
    private final QualityMeter meter;

    StandardPhotoReader(FaceModels models) {
        detector = models.newDetector(DetectorSettings.standard());
        closeDetector = models.newDetector(DetectorSettings.standard().atLongSide(1280, true));
        refiner = models.newLandmarkRefiner(LandmarkRefiner.Effort.THOROUGH);
        recognisers = models.spaces().stream()
                .map(space ->
                        new Recogniser(models.newAligner(space), models.newEmbedder(space, MirrorImages.AVERAGED)))
                .toList();
        meter = models.qualityMeter();
    }

    @Override
    public PhotoReading enrol(Path photo) {
        return read(photo, true);
    }

    @Override
    public PhotoReading enrol(byte[] content) {
        if (content.length == 0) {
            return new Refused(PhotoRefusal.NOT_A_PICTURE, "it has 0 bytes");
        }
        if (content.length > PhotoDecoder.MOST_BYTES) {
            return new Refused(PhotoRefusal.NOT_A_PICTURE, "it has more than " + PhotoDecoder.MOST_BYTES + " bytes");
        }
        return read(Path.of("photo"), content, true);
    }

    @Override
    public PhotoReading subject(Path photo) {
        return read(photo, false);
    }

    @Override
    public void close() {
        recognisers.forEach(recogniser -> recogniser.embedder.close());
        refiner.close();
        closeDetector.close();
        detector.close();
    }

    private PhotoReading read(Path photo, boolean strict) {
        byte[] content;
        try {
            content = decoder.read(photo);
        } catch (MediaException e) {
            PhotoRefusal refusal = switch (e.reason()) {
                case UNREADABLE -> PhotoRefusal.UNREADABLE;
                case EMPTY,
                        UNKNOWN_FORMAT,
                        NO_VIDEO,
                        UNSUPPORTED_CODEC,
                        TOO_LARGE,
                        TOO_LONG,
                        TOO_MANY_STREAMS,
                        TRUNCATED,
                        DAMAGED,
                        TOO_MANY_FACES,
                        SEVERAL_VIDEOS,
                        TIMEOUT -> PhotoRefusal.NOT_A_PICTURE;
            };
            return new Refused(refusal, e.detail());
        }
        return read(photo, content, strict);
    }

    private PhotoReading read(Path photo, byte[] content, boolean strict) {
        try (StillPicture picture = decoder.decode(photo, content)) {
            return read(picture, Sha256.of(content), strict);
        } catch (MediaException e) {
            return new Refused(PhotoRefusal.NOT_A_PICTURE, e.detail());
        }
    }

    PhotoReading read(StillPicture picture, String sha256, boolean strict) {
        List<DetectedFace> faces = byProminence(picture, find(picture));
        if (faces.isEmpty()) {
            return new Refused(
                    PhotoRefusal.NO_FACE, "no face was found: use a photo that shows the face from the front");
        }
        DetectedFace face = faces.getFirst();
        if (strict && faces.size() > 1) {
            double share = prominence(picture, faces.get(1)) / prominence(picture, face);
            if (share > LESSER) {
                return new Refused(
                        PhotoRefusal.SEVERAL_FACES,
                        faces.size() + " faces were found and it is not clear whose photo it is: cut out one");
            }
        }
        LandmarkRefiner.Examined examined = refiner.examine(picture, face);
        DetectedFace refined = examined.face();
        AlignedFace aligned = recognisers.getFirst().aligner.align(picture, refined.landmarks());
        FaceQuality quality = meter.measure(refined, aligned);
        if (strict && aligned.scale() > MOST_ENLARGED) {
            return new Refused(
                    PhotoRefusal.TOO_SMALL,
                    String.format(
                            Locale.ROOT,
                            "the face would have to be enlarged %.1f times, at most %.0f times is of use: use a larger"
                                    + " photo (about %.0f pixels from ear to ear)",
                            aligned.scale(),
                            MOST_ENLARGED,
                            aligned.chip().width() / MOST_ENLARGED));
        }
        if (strict) {
            Optional<Refused> refusal =
                    PortraitGate.refusal(quality, examined.confidence(), FaceVisibility.of(aligned.chip()));
            if (refusal.isPresent()) {
                return refusal.get();
            }
        }
        List<Embedding> templates = new ArrayList<>();
        templates.add(recognisers.getFirst().embedder.embed(aligned));
        for (Recogniser further : recognisers.subList(1, recognisers.size())) {
            templates.add(further.embedder.embed(further.aligner.align(picture, refined.landmarks())));
        }
        return new Accepted(sha256, face.box(), quality, HeadPose.of(refined.landmarks()), FaceVectors.of(templates));
    }

    /** Each wants faces in its own pose and size. */
    private record Recogniser(FaceAligner aligner, FaceEmbedder embedder) {}

    private List<DetectedFace> find(StillPicture picture) {
        List<DetectedFace> faces = detector.detect(picture);
        if (!faces.isEmpty()) {
            return faces;
        }
        int border = Math.max(picture.width(), picture.height()) / 2;
        try (StillPicture bordered = picture.bordered(border)) {
            faces = shifted(detector.detect(bordered), -border);
        }
        if (!faces.isEmpty()) {
            return faces;
        }
        return closeDetector.detect(picture);
    }

    private static List<DetectedFace> shifted(List<DetectedFace> faces, int pixels) {
        List<DetectedFace> moved = new ArrayList<>();
        for (DetectedFace face : faces) {
            moved.add(new DetectedFace(
                    face.box().shifted(pixels, pixels), face.landmarks().shifted(pixels, pixels), face.score()));
        }
        return moved;
    }

    private static List<DetectedFace> byProminence(Picture picture, List<DetectedFace> faces) {
        return faces.stream()
                .sorted(Comparator.comparingDouble((DetectedFace face) -> prominence(picture, face))
                        .reversed())
                .toList();
    }

    /**
     * Area, less the further the face lies from the centre: at a corner a face counts a fifth of what it would in the
     * middle.
     */
    private static double prominence(Picture picture, DetectedFace face) {
        double halfDiagonal = Math.hypot(picture.width(), picture.height()) / 2;
        double distance = Math.hypot(
                        face.box().centre().x() - picture.width() / 2.0,
                        face.box().centre().y() - picture.height() / 2.0)
                / halfDiagonal;
        return face.box().area() / (1 + 4 * distance * distance);
    }
}
