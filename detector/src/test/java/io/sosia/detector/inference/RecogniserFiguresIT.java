package io.sosia.detector.inference;

import io.sosia.detector.align.FaceAligner;
import io.sosia.detector.align.SimilarityAligner;
import io.sosia.detector.embed.FaceEmbedder;
import io.sosia.detector.embed.OnnxFaceEmbedder;
import io.sosia.detector.embed.OnnxFaceEmbedder.MirrorImages;
import io.sosia.detector.face.DetectedFace;
import io.sosia.detector.face.DetectorSettings;
import io.sosia.detector.face.FaceDetector;
import io.sosia.detector.face.LandmarkRefiner;
import io.sosia.detector.face.YuNetDetector;
import io.sosia.detector.media.still.PhotoDecoder;
import io.sosia.detector.media.still.StillPicture;
import io.sosia.detector.pipeline.FaceModels;
import io.sosia.detector.pipeline.PhotoReader;
import io.sosia.models.catalogue.AlignmentCard;
import io.sosia.models.vector.Embedding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What the two recognisers are worth, each alone and both together by the mean of their cosines, with portraits read as
 * enrolment reads them. Takes some ten minutes, asserts nothing about the figures, and appends them to the file that the
 * property {@code sosia.figures} names:
 *
 * <pre>{@code mvn -pl detector -am test -Dtest=RecogniserFiguresIT -Dsosia.figures=/tmp/figures.txt
 *     -Dsurefire.failIfNoSpecifiedTests=false}</pre>
 *
 * The 13 people of {@code east-asian-dev} are parted in two by a hash of their names; what is tuned is tuned on the first
 * part and read off the second.
 */
@EnabledIfSystemProperty(named = "sosia.figures", matches = ".+")
class RecogniserFiguresIT {

    private static final String FAST = "mobilefacenet-ms1m";
    private static final String STRONG = "omz-0095";
    private static final double[] RATES = {0.01, 0.001};

    /** Two photos' similarities by each recogniser. */
    private record Pair(String one, String other, int fold, double fast, double strong) {

        boolean same() {
            return one.equals(other);
        }
    }

    private record Photo(String person, Embedding fast, Embedding strong) {}

    /** Ways of scoring a pair. */
    private enum Method {
        FAST_ALONE,
        STRONG_ALONE,
        MEAN_OF_BOTH;

        @Override
        public String toString() {
            return switch (this) {
                case FAST_ALONE -> FAST;
                case STRONG_ALONE -> STRONG;
                case MEAN_OF_BOTH -> "mean of both cosines";
            };
        }

        double of(Pair pair) {
            return switch (this) {
                case FAST_ALONE -> pair.fast();
                case STRONG_ALONE -> pair.strong();
                case MEAN_OF_BOTH -> (pair.fast() + pair.strong()) / 2;
            };
        }
    }

    @Test
    void verification() throws Exception {
        Path folder = TestModels.data("faces/lfw-dev");
        List<String> lines = Files.readAllLines(folder.resolve("pairs.txt"));
        int pairsOfFold = 2 * Integer.parseInt(lines.getFirst().split("\t", -1)[1]);
        List<Pair> pairs = new ArrayList<>();
        Map<String, Photo> known = new HashMap<>();
        try (Readers readers = new Readers()) {
            for (int i = 1; i < lines.size(); i++) {
                String[] words = lines.get(i).split("\t", -1);
                String other = words.length == 3 ? words[0] : words[2];
                Photo first = readers.lfw(folder, words[0], words[1], known);
                Photo second = readers.lfw(folder, other, words[words.length - 1], known);
                pairs.add(pair(first, second, (i - 1) / pairsOfFold));
            }
        }
        for (Method method : Method.values()) {
            TestFigures.say(String.format(
                    Locale.ROOT,
                    "lfw-dev, %d pairs, %s: accuracy %.4f, TAR at FAR .01 / .001 %s",
                    pairs.size(),
                    method,
                    accuracy(pairs, method),
                    rates(pairs, method)));
        }
    }

    @Test
    void eastAsianPairs() throws Exception {
        List<Photo> photos = new ArrayList<>();
        try (Readers readers = new Readers()) {
            for (Path photo : eastAsian()) {
                photos.add(readers.read(person(photo), photo));
            }
        }
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < photos.size(); i++) {
            for (int j = i + 1; j < photos.size(); j++) {
                pairs.add(pair(photos.get(i), photos.get(j), 0));
            }
        }
        for (Method method : Method.values()) {
            TestFigures.say(String.format(
                    Locale.ROOT,
                    "east-asian-dev, %d pairs, %s: TAR at FAR .01 / .001 %s; first part of the people %s, second %s",
                    pairs.size(),
                    method,
                    rates(pairs, method),
                    rates(part(pairs, true), method),
                    rates(part(pairs, false), method)));
        }
    }

    /** Tighter and wider cuts, by a template that is scaled about the middle of its chip. */
    @Test
    void cutsOfTheStrongRecogniser() throws Exception {
        double[] scales = {0.80, 0.85, 0.90, 0.95, 1.00, 1.05, 1.10, 1.15};
        List<Path> photos = eastAsian();
        Embedding[][] vectors = new Embedding[scales.length][photos.size()];
        PhotoDecoder decoder = new PhotoDecoder();
        try (LoadedModel eyes = LoadedModel.open(TestModels.model("yunet-n"));
                LoadedModel strong = LoadedModel.open(TestModels.model(STRONG));
                FaceDetector detector = new YuNetDetector(eyes, DetectorSettings.standard());
                LandmarkRefiner refiner = new LandmarkRefiner(eyes, LandmarkRefiner.Effort.THOROUGH);
                FaceEmbedder embedder = new OnnxFaceEmbedder(strong, MirrorImages.AVERAGED)) {
            AlignmentCard template = strong.card().alignment().orElseThrow();
            for (int p = 0; p < photos.size(); p++) {
                try (StillPicture picture = decoder.decode(photos.get(p), decoder.read(photos.get(p)))) {
                    DetectedFace largest = detector.detect(picture).stream()
                            .max(Comparator.comparingDouble(face -> face.box().area()))
                            .orElseThrow();
                    DetectedFace face = refiner.refine(picture, largest);
                    for (int s = 0; s < scales.length; s++) {
                        FaceAligner aligner = new SimilarityAligner(scaled(template, scales[s]));
                        vectors[s][p] = embedder.embed(aligner.align(picture, face.landmarks()));
                    }
                }
            }
        }
        for (int s = 0; s < scales.length; s++) {
            List<Pair> pairs = new ArrayList<>();
            for (int i = 0; i < photos.size(); i++) {
                for (int j = i + 1; j < photos.size(); j++) {
                    double cosine = vectors[s][i].cosine(vectors[s][j]).value();
                    pairs.add(new Pair(person(photos.get(i)), person(photos.get(j)), 0, cosine, cosine));
                }
            }
            TestFigures.say(String.format(
                    Locale.ROOT,
                    "east-asian-dev, %s with its template scaled by %.2f: TAR at FAR .01 / .001 %s; first part %s, second %s",
                    STRONG,
                    scales[s],
                    rates(pairs, Method.STRONG_ALONE),
                    rates(part(pairs, true), Method.STRONG_ALONE),
                    rates(part(pairs, false), Method.STRONG_ALONE)));
        }
    }

    /** In turns, so that whatever else the machine does hits all alike. */
    @Test
    void speed() throws Exception {
        byte[] reference =
                Files.readAllBytes(TestModels.data("models/face-reidentification-retail-0095.reference.onnx"));
        try (LoadedModel strong = LoadedModel.open(TestModels.model(STRONG));
                LoadedModel other = LoadedModel.load(
                        OpenVinoRecogniserIT.with(strong.card(), "input", List.of(-1, 3, 128, 128), "output"),
                        reference);
                LoadedModel fast = LoadedModel.open(TestModels.model(FAST));
                ModelRunner first = strong.newRunner();
                ModelRunner second = other.newRunner();
                ModelRunner third = fast.newRunner()) {
            first.input(128, 128);
            second.input(128, 128);
            third.input(112, 112);
            List<ModelRunner> runners = List.of(first, second, third);
            long[][] taken = new long[runners.size()][400];
            for (int round = 0; round < taken[0].length; round++) {
                for (int r = 0; r < runners.size(); r++) {
                    long start = System.nanoTime();
                    runners.get(r).run();
                    taken[r][round] = System.nanoTime() - start;
                }
            }
            String[] what = {STRONG, "its reference", FAST};
            for (int r = 0; r < runners.size(); r++) {
                Arrays.sort(taken[r]);
                TestFigures.say(String.format(
                        Locale.ROOT,
                        "one pass of %s on one thread: best %,d ns, median %,d ns",
                        what[r],
                        taken[r][0],
                        taken[r][taken[r].length / 2]));
            }
        }
    }

    /** Reads a photo with both recognisers. */
    private static final class Readers implements AutoCloseable {

        private final FaceModels fastModels;
        private final FaceModels strongModels;
        private final PhotoReader fast;
        private final PhotoReader strong;

        Readers() throws Exception {
            fastModels = FaceModels.open(TestModels.model("yunet-n"), TestModels.model(FAST));
            strongModels = FaceModels.open(TestModels.model("yunet-n"), TestModels.model(STRONG));
            fast = fastModels.newPhotoReader();
            strong = strongModels.newPhotoReader();
        }

        Photo read(String person, Path photo) {
            return new Photo(person, template(fast, photo), template(strong, photo));
        }

        Photo lfw(Path folder, String person, String number, Map<String, Photo> known) {
            String file = String.format(Locale.ROOT, "%s_%04d.jpg", person, Integer.parseInt(number));
            return known.computeIfAbsent(
                    file,
                    name -> read(
                            person, folder.resolve("images").resolve(person).resolve(name)));
        }

        private static Embedding template(PhotoReader reader, Path photo) {
            return switch (reader.subject(photo)) {
                case PhotoReader.Accepted accepted -> accepted.template();
                case PhotoReader.Refused refused -> throw new AssertionError(refused);
            };
        }

        @Override
        public void close() {
            strong.close();
            fast.close();
            strongModels.close();
            fastModels.close();
        }
    }

    private static Pair pair(Photo one, Photo other, int fold) {
        return new Pair(
                one.person(),
                other.person(),
                fold,
                one.fast().cosine(other.fast()).value(),
                one.strong().cosine(other.strong()).value());
    }

    private static List<Path> eastAsian() throws Exception {
        try (Stream<Path> files = Files.walk(TestModels.data("faces/east-asian-dev/images"))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static String person(Path photo) {
        return photo.getName(photo.getNameCount() - 2).toString();
    }

    /** Pairs of two people of one part; half of the people are in the first. */
    private static List<Pair> part(List<Pair> pairs, boolean first) {
        return pairs.stream()
                .filter(pair ->
                        TestFigures.reporting(pair.one()) != first && TestFigures.reporting(pair.other()) != first)
                .toList();
    }

    /** Each fold is judged with the threshold that is best on the others, as LFW asks. */
    private static double accuracy(List<Pair> pairs, Method score) {
        int folds = pairs.stream().mapToInt(Pair::fold).max().orElseThrow() + 1;
        double sum = 0;
        for (int f = 0; f < folds; f++) {
            int fold = f;
            double threshold = best(pairs.stream().filter(p -> p.fold() != fold).toList(), score);
            List<Pair> judged = pairs.stream().filter(p -> p.fold() == fold).toList();
            sum += (double) right(judged, score, threshold) / judged.size();
        }
        return sum / folds;
    }

    /** As {@code evaluate verify} chooses: of thresholds that part the pairs equally well, the highest. */
    private static double best(List<Pair> pairs, Method score) {
        List<Pair> descending = pairs.stream()
                .sorted(Comparator.comparingDouble(score::of).reversed())
                .toList();
        long right = pairs.stream().filter(pair -> !pair.same()).count();
        long most = right;
        double threshold = Double.POSITIVE_INFINITY;
        for (int i = 0; i + 1 < descending.size(); i++) {
            right += descending.get(i).same() ? 1 : -1;
            if (right > most) {
                most = right;
                threshold = (score.of(descending.get(i)) + score.of(descending.get(i + 1))) / 2;
            }
        }
        return threshold;
    }

    private static long right(List<Pair> pairs, Method score, double threshold) {
        return pairs.stream()
                .filter(p -> (score.of(p) >= threshold) == p.same())
                .count();
    }

    private static String rates(List<Pair> pairs, Method score) {
        double[] impostors = pairs.stream()
                .filter(p -> !p.same())
                .mapToDouble(score::of)
                .sorted()
                .toArray();
        double[] mates =
                pairs.stream().filter(Pair::same).mapToDouble(score::of).toArray();
        List<String> found = new ArrayList<>();
        for (double rate : RATES) {
            double threshold = impostors[impostors.length - 1 - (int) Math.floor(rate * impostors.length + 1e-9)];
            long accepted = Arrays.stream(mates).filter(s -> s > threshold).count();
            found.add(String.format(Locale.ROOT, "%.4f", (double) accepted / mates.length));
        }
        return String.join(" / ", found);
    }

    private static AlignmentCard scaled(AlignmentCard card, double scale) {
        double middle = (card.size() - 1) / 2.0;
        return new AlignmentCard(
                card.name(),
                card.size(),
                card.points().stream()
                        .map(point -> point.stream()
                                .map(x -> middle + (x - middle) * scale)
                                .toList())
                        .toList());
    }
}
