package io.sosia.detector.pipeline;

import io.sosia.detector.face.DetectedFace;
import io.sosia.detector.face.DetectorSettings;
import io.sosia.detector.face.FaceDetector;
import io.sosia.detector.inference.TestFigures;
import io.sosia.detector.inference.TestModels;
import io.sosia.detector.media.RgbImage;
import io.sosia.detector.media.still.StillPicture;
import io.sosia.detector.pipeline.PhotoReader.Accepted;
import io.sosia.detector.pipeline.PhotoReader.PhotoReading;
import io.sosia.detector.pipeline.PhotoReader.Refused;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.FaceVectors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What the gate of portraits refuses, how alike photos of one person and of two are, and what re-encoding a portrait does
 * to its template. Asserts nothing about the figures, and appends them to the file that the property {@code
 * sosia.figures} names; takes some ten minutes:
 *
 * <pre>{@code mvn -pl detector -am test -Dtest=PortraitGateFiguresIT -Dsosia.figures=/tmp/figures.txt
 *     -Dsurefire.failIfNoSpecifiedTests=false}</pre>
 *
 * People are parted in two by a hash of their names: thresholds are chosen by part 0 and told by part 1.
 */
@EnabledIfSystemProperty(named = "sosia.figures", matches = ".+")
class PortraitGateFiguresIT {

    private static final String NO_SHA = "0".repeat(64);

    /** One person in so many has a photo degraded in every way. */
    private static final int DEGRADED_PERSON = 8;

    /** The threshold of both recognisers at FPIR 0.01 with two portraits, for how often re-encoding turns a decision. */
    private static final double THRESHOLD = 0.481;

    private record Photo(String person, int part, FaceVectors face) {}

    private final Map<String, int[]> counts = new TreeMap<>();

    @Test
    void peopleOfLfw() throws Exception {
        List<Photo> accepted = new ArrayList<>();
        Map<Encoding, List<double[]>> encoded = new EnumMap<>(Encoding.class);
        int people = 0;
        try (FaceModels models = models();
                StandardPhotoReader reader = new StandardPhotoReader(models);
                FaceDetector detector = models.newDetector(DetectorSettings.standard())) {
            for (Path person : list(TestModels.data("faces/lfw-dev/images"))) {
                List<Path> photos = list(person);
                if (photos.size() < 2) {
                    continue;
                }
                boolean degraded = people++ % DEGRADED_PERSON == 0;
                Optional<Accepted> first = Optional.empty();
                for (Path path : photos) {
                    String name = String.valueOf(person.getFileName());
                    RgbImage photo = RgbImage.of(ImageIO.read(path.toFile()));
                    PhotoReading reading = read(reader, photo);
                    count("part " + part(name) + " " + DegradedPhoto.AS_IS, reading);
                    if (degraded && path.equals(photos.getFirst())) {
                        degrade(reader, detector, photo, part(name));
                    }
                    if (reading instanceof Accepted face) {
                        accepted.add(new Photo(name, part(name), face.templates()));
                        if (degraded && first.isPresent()) {
                            for (Encoding encoding : Encoding.values()) {
                                if (read(reader, encoding.of(photo), false) instanceof Accepted again) {
                                    encoded.computeIfAbsent(encoding, e -> new ArrayList<>())
                                            .add(new double[] {
                                                score(face.templates(), again.templates()),
                                                score(
                                                        face.templates(),
                                                        first.get().templates()),
                                                score(
                                                        again.templates(),
                                                        first.get().templates())
                                            });
                                }
                            }
                            degraded = false;
                        }
                        first = first.or(() -> Optional.of(face));
                    }
                }
            }
        }
        tellCounts();
        encoded.forEach(PortraitGateFiguresIT::tell);
        for (int part = 0; part < 2; part++) {
            agreement(accepted, part);
        }
    }

    @Test
    void peopleOfEastAsia() throws Exception {
        try (FaceModels models = models();
                StandardPhotoReader reader = new StandardPhotoReader(models)) {
            for (String set : List.of("east-asian-dev", "east-asian-strangers")) {
                for (Path person : list(TestModels.data("faces/" + set + "/images"))) {
                    for (Path photo : list(person)) {
                        count(set, reader.enrol(photo));
                    }
                }
            }
        }
        tellCounts();
    }

    private void degrade(StandardPhotoReader reader, FaceDetector detector, RgbImage photo, int part) {
        DetectedFace face;
        try (StillPicture picture = StillPicture.of(photo)) {
            face = detector.detect(picture).stream()
                    .max(Comparator.comparingDouble(found -> found.box().area()))
                    .orElseThrow();
        }
        for (DegradedPhoto way : DegradedPhoto.values()) {
            if (way != DegradedPhoto.AS_IS) {
                count("part " + part + " " + way, read(reader, way.of(photo, face.landmarks())));
            }
        }
    }

    /** What happens to portraits on their way. */
    private enum Encoding {
        MIRRORED,
        JPEG_60,
        JPEG_30,
        HALVED;

        RgbImage of(RgbImage photo) throws Exception {
            return switch (this) {
                case MIRRORED -> DegradedPhoto.mirrored(photo);
                case JPEG_60 -> DegradedPhoto.jpeg(photo, 60);
                case JPEG_30 -> DegradedPhoto.jpeg(photo, 30);
                case HALVED -> DegradedPhoto.halved(photo);
            };
        }
    }

    private static void tell(Encoding encoding, List<double[]> scores) {
        double[] same = scores.stream().mapToDouble(s -> s[0]).sorted().toArray();
        double[] changes =
                scores.stream().mapToDouble(s -> Math.abs(s[1] - s[2])).sorted().toArray();
        long turned = scores.stream()
                .filter(s -> (s[1] >= THRESHOLD) != (s[2] >= THRESHOLD))
                .count();
        TestFigures.say(String.format(
                Locale.ROOT,
                "%s, %d photos: to the original at least %.3f, in all but one in a hundred %.3f, median %.3f; score to another photo of the person moves by"
                        + " %.3f at the median, %.3f at most; %d decisions turn",
                encoding,
                same.length,
                same[0],
                same[same.length / 100],
                same[same.length / 2],
                changes[changes.length / 2],
                changes[changes.length - 1],
                turned));
    }

    private static void agreement(List<Photo> accepted, int part) {
        List<Photo> own =
                accepted.stream().filter(photo -> photo.part() == part).toList();
        List<Double> mates = new ArrayList<>();
        List<Double> others = new ArrayList<>();
        for (int i = 0; i < own.size(); i++) {
            for (int j = i + 1; j < own.size(); j++) {
                boolean same = own.get(i).person().equals(own.get(j).person());
                (same ? mates : others).add(score(own.get(i).face(), own.get(j).face()));
            }
        }
        mostAlike(part, "one person", mates);
        mostAlike(part, "two", others);
        for (double threshold : new double[] {0.1, 0.15, 0.2, 0.22, 0.24, 0.26, 0.28, 0.3, 0.35}) {
            TestFigures.say(String.format(
                    Locale.ROOT,
                    "part %d, below %.2f: of one person %.4f of %d pairs, of two %.4f",
                    part,
                    threshold,
                    share(mates, threshold),
                    mates.size(),
                    share(others, threshold)));
        }
    }

    private static void mostAlike(int part, String whose, List<Double> scores) {
        List<Double> sorted = scores.stream().sorted(Comparator.reverseOrder()).toList();
        TestFigures.say(String.format(
                Locale.ROOT,
                "part %d, the most alike pairs of %s: %.3f, %.3f, %.3f",
                part,
                whose,
                sorted.get(0),
                sorted.get(1),
                sorted.get(2)));
    }

    private static double share(List<Double> scores, double threshold) {
        return (double) scores.stream().filter(s -> s < threshold).count() / scores.size();
    }

    /** As decisions weigh the two recognisers. */
    private static double score(FaceVectors one, FaceVectors other) {
        List<Embedding> a = one.embeddings();
        List<Embedding> b = other.embeddings();
        return 0.4 * a.get(0).cosine(b.get(0)).value()
                + 0.6 * a.get(1).cosine(b.get(1)).value();
    }

    private static PhotoReading read(StandardPhotoReader reader, RgbImage photo) {
        return read(reader, photo, true);
    }

    private static PhotoReading read(StandardPhotoReader reader, RgbImage photo, boolean strict) {
        try (StillPicture picture = StillPicture.of(photo)) {
            return reader.read(picture, NO_SHA, strict);
        }
    }

    private void count(String what, PhotoReading reading) {
        counts.computeIfAbsent(what, w -> new int[2])[1]++;
        if (reading instanceof Refused refused) {
            counts.computeIfAbsent(what, w -> new int[2])[0]++;
            counts.computeIfAbsent(what + ": " + refused.reason(), w -> new int[2])[0]++;
        }
    }

    private void tellCounts() {
        counts.forEach((what, count) ->
                TestFigures.say(what + (count[1] == 0 ? " " + count[0] : ", refused " + Arrays.toString(count))));
    }

    private static FaceModels models() throws Exception {
        return FaceModels.open(
                TestModels.model("yunet-n"),
                TestModels.model("mobilefacenet-ms1m"),
                List.of(TestModels.model("omz-0095")));
    }

    private static List<Path> list(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static int part(String person) {
        return TestFigures.reporting(person) ? 1 : 0;
    }
}
