package io.sosia.jobs.scan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.detector.align.AlignedFace;
import io.sosia.detector.align.FaceAligner;
import io.sosia.detector.embed.FaceEmbedder;
import io.sosia.detector.embed.OnnxFaceEmbedder.MirrorImages;
import io.sosia.detector.face.DetectedFace;
import io.sosia.detector.face.DetectorSettings;
import io.sosia.detector.face.FaceDetector;
import io.sosia.detector.face.LandmarkRefiner;
import io.sosia.detector.geometry.Landmarks;
import io.sosia.detector.media.RgbImage;
import io.sosia.detector.media.still.StillPicture;
import io.sosia.detector.pipeline.FaceModels;
import io.sosia.indexer.calibration.DecisionRule;
import io.sosia.indexer.lucene.IndexSettings;
import io.sosia.indexer.lucene.LuceneEnrolledFaces;
import io.sosia.indexer.match.CascadeSearch;
import io.sosia.indexer.match.Caution;
import io.sosia.indexer.match.Decision;
import io.sosia.indexer.match.Fusion;
import io.sosia.indexer.match.LicenceMatcher;
import io.sosia.indexer.match.Matcher;
import io.sosia.indexer.match.Probe;
import io.sosia.indexer.match.TrackDoubts;
import io.sosia.indexer.match.Upload;
import io.sosia.indexer.registry.Consent;
import io.sosia.indexer.registry.EnrolledPhoto;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.SqlRegister;
import io.sosia.jobs.config.ScanSettings;
import io.sosia.jobs.evaluate.PeopleHalf;
import io.sosia.models.digest.Sha256;
import io.sosia.models.vector.Cosine;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;
import io.sosia.models.vector.FaceVectors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * How often the cautions {@code BLEND} and {@code FRAMES_DISAGREE} are given where they should be, and where they should
 * not: by the scan's own search and rule, at the threshold for FPIR 0.01, before the people of {@code lfw-dev}'s half that
 * no setting was tuned on, those of three photos or more registered with two. Tracks are made of photos. Takes some five
 * minutes, asserts nothing about the figures, and appends them to the file that the property {@code sosia.figures} names:
 *
 * <pre>{@code mvn -pl jobs -am test -Dtest=DoubtFiguresIT -Dsosia.figures=/tmp/figures.txt
 *     -Dsurefire.failIfNoSpecifiedTests=false}</pre>
 */
@EnabledIfSystemProperty(named = "sosia.figures", matches = ".+")
class DoubtFiguresIT {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-20T01:00:00Z"), ZoneOffset.UTC);

    /** Of both recognisers with two portraits, FPIR 0.01. */
    private static final double THRESHOLD = 0.481;

    private static final int PORTRAITS = 2;
    private static final long SEED = 4;

    @TempDir
    private Path folder;

    /** A face in a photo, cut out as each recogniser wants it. */
    private record Face(AlignedFace quick, AlignedFace strong, FaceVectors vectors) {}

    /** A track: what is searched for, and what its frames show. */
    private record Made(FaceVectors pooled, List<Embedding> looks) implements Probe {

        static Made of(FaceVectors frame) {
            return new Made(frame, List.of(frame.primary()));
        }

        @Override
        public Embedding quick() {
            return pooled.primary();
        }

        @Override
        public Optional<Embedding> strong() {
            return Optional.of(pooled.embeddings().getLast());
        }
    }

    /** How two faces become one. */
    private enum Blend {
        MEAN_OF_EMBEDDINGS,
        LEFT_AND_RIGHT_HALF,
        LAID_OVER_EACH_OTHER,
        UPPER_AND_LOWER_HALF;

        /** How much of the first face a pixel shows. */
        double share(int x, int y, int size) {
            return switch (this) {
                case MEAN_OF_EMBEDDINGS, LAID_OVER_EACH_OTHER -> 0.5;
                case LEFT_AND_RIGHT_HALF -> x < size / 2 ? 1 : 0;
                // Below the eyes, above the mouth, in the frames of both recognisers.
                case UPPER_AND_LOWER_HALF -> y < 6 * size / 10 ? 1 : 0;
            };
        }
    }

    @Test
    void onTheHalfThatNothingWasTunedOn() throws Exception {
        Path data = SharedData.folder();
        try (RealHome home = new RealHome(
                        folder.resolve("home"),
                        SharedData.models(data),
                        Path.of("").toAbsolutePath(),
                        CLOCK);
                Reader reader = new Reader(home.models)) {
            Map<String, List<Face>> people = reader.people(data.resolve("faces/lfw-dev/images"));
            SqlRegister register = home.register();
            people.forEach((person, photos) -> {
                if (photos.size() > PORTRAITS) {
                    enrol(register, person, photos.subList(0, PORTRAITS));
                }
            });
            try (LuceneEnrolledFaces faces =
                    LuceneEnrolledFaces.open(register, home.models.space(), IndexSettings.standard(), CLOCK)) {
                List<EmbeddingSpace> spaces = home.models.spaces();
                Fusion fusion = Fusion.of(spaces.getFirst(), spaces.get(1));
                ScanSettings settings = ScanSettings.defaults();
                DecisionRule rule = new DecisionRule(
                        new Cosine(THRESHOLD), settings.reviewMargin(), settings.runnerUpMargin(), "measured");
                Matcher matcher = new LicenceMatcher(
                        new CascadeSearch(faces, register, fusion),
                        register,
                        rule,
                        new TrackDoubts(register, fusion, rule, true),
                        CLOCK);
                say(register.people().size() + " people registered with " + PORTRAITS + " portraits, threshold "
                        + THRESHOLD);
                tracksOfOnePerson(people, matcher);
                tracksOfTwoPeople(people, matcher);
                blends(people, matcher, reader);
            }
        }
    }

    private void tracksOfOnePerson(Map<String, List<Face>> people, Matcher matcher) {
        List<Probe> strangers = new ArrayList<>();
        List<Probe> mates = new ArrayList<>();
        List<Probe> severalFrames = new ArrayList<>();
        people.values().forEach(photos -> {
            boolean registered = photos.size() > PORTRAITS;
            List<Face> seen = registered ? photos.subList(PORTRAITS, photos.size()) : photos;
            seen.forEach(face -> (registered ? mates : strangers).add(Made.of(face.vectors())));
            if (registered && seen.size() > 1) {
                severalFrames.add(pooled(seen, 1));
            }
        });
        tell("strangers, a photo each", strangers, matcher);
        tell("people themselves, a photo each", mates, matcher);
        tell("people themselves, two photos as two frames", severalFrames, matcher);
    }

    /** One frame of a registered person among two of a stranger, who has two photos. */
    private void tracksOfTwoPeople(Map<String, List<Face>> people, Matcher matcher) {
        List<List<Face>> strangers = people.values().stream()
                .filter(photos -> photos.size() == PORTRAITS)
                .toList();
        for (double weight : new double[] {1, 4}) {
            List<Probe> mixed = new ArrayList<>();
            people.values().stream().filter(photos -> photos.size() > PORTRAITS).forEach(photos -> {
                List<Face> frames = new ArrayList<>(List.of(photos.get(PORTRAITS)));
                frames.addAll(strangers.get(mixed.size() % strangers.size()));
                mixed.add(pooled(frames, weight));
            });
            tell("a frame of theirs that counts " + (int) weight + " beside two of a stranger", mixed, matcher);
        }
    }

    private void blends(Map<String, List<Face>> people, Matcher matcher, Reader reader) {
        List<List<Face>> registered = new ArrayList<>(people.values().stream()
                .filter(photos -> photos.size() > PORTRAITS)
                .toList());
        Collections.shuffle(registered, new Random(SEED));
        for (Blend blend : Blend.values()) {
            List<Probe> probes = new ArrayList<>();
            for (int i = 0; i < registered.size(); i++) {
                Face one = registered.get(i).get(PORTRAITS);
                Face other = registered.get((i + 1) % registered.size()).get(PORTRAITS);
                probes.add(
                        blend == Blend.MEAN_OF_EMBEDDINGS
                                ? Made.of(mean(List.of(one.vectors(), other.vectors()), 1))
                                : Made.of(reader.embed(
                                        blended(one.quick(), other.quick(), blend),
                                        blended(one.strong(), other.strong(), blend))));
            }
            tell("blends, " + blend.name().toLowerCase(Locale.ROOT).replace('_', ' '), probes, matcher);
        }
    }

    private static AlignedFace blended(AlignedFace one, AlignedFace other, Blend blend) {
        RgbImage first = one.chip();
        byte[] a = first.rgb();
        byte[] b = other.chip().rgb();
        byte[] rgb = new byte[a.length];
        for (int i = 0; i < rgb.length; i++) {
            double share = blend.share(i / 3 % first.width(), i / 3 / first.width(), first.width());
            rgb[i] = (byte) Math.round(share * (a[i] & 0xff) + (1 - share) * (b[i] & 0xff));
        }
        return new AlignedFace(new RgbImage(first.width(), first.height(), rgb), one.scale());
    }

    private static Made pooled(List<Face> frames, double firstWeight) {
        List<FaceVectors> vectors = frames.stream().map(Face::vectors).toList();
        return new Made(
                mean(vectors, firstWeight),
                vectors.stream().map(FaceVectors::primary).toList());
    }

    /** In each space. */
    private static FaceVectors mean(List<FaceVectors> faces, double firstWeight) {
        List<Embedding> means = new ArrayList<>();
        for (EmbeddingSpace space : faces.getFirst().spaces()) {
            float[] sum = new float[space.dimensions()];
            for (int face = 0; face < faces.size(); face++) {
                float[] unit = faces.get(face).in(space).orElseThrow().toArray();
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += (float) ((face == 0 ? firstWeight : 1) * unit[i]);
                }
            }
            means.add(Embedding.normalised(space, sum));
        }
        return FaceVectors.of(means);
    }

    private static void tell(String what, List<Probe> probes, Matcher matcher) {
        Upload upload = new Upload("w", "e", Optional.empty(), Optional.empty(), Optional.empty());
        int found = 0;
        int review = 0;
        Map<Caution, Integer> cautions = new LinkedHashMap<>();
        for (Probe probe : probes) {
            if (matcher.decide(probe, upload) instanceof Decision.Match match) {
                found++;
                review += match.verdict() == io.sosia.indexer.match.Verdict.REVIEW ? 1 : 0;
                match.cautions().forEach(caution -> cautions.merge(caution, 1, Integer::sum));
            }
        }
        say(String.format(
                Locale.ROOT,
                "%s: of %d %d found, %d of them for review; BLEND %d, FRAMES_DISAGREE %d",
                what,
                probes.size(),
                found,
                review,
                cautions.getOrDefault(Caution.BLEND, 0),
                cautions.getOrDefault(Caution.FRAMES_DISAGREE, 0)));
    }

    private static void enrol(SqlRegister register, String person, List<Face> portraits) {
        List<EnrolledPhoto> photos = new ArrayList<>();
        for (int i = 0; i < portraits.size(); i++) {
            photos.add(
                    new EnrolledPhoto(Sha256.of(person + i), 1, portraits.get(i).vectors()));
        }
        register.enrol(
                new PersonId(person), person, new Consent("C-1", LocalDate.of(2026, 1, 1), Optional.empty()), photos);
    }

    /** Reads photos as enrolment does, without its gate, and keeps what was cut out. */
    private static final class Reader implements AutoCloseable {

        private final FaceDetector detector;
        private final LandmarkRefiner refiner;
        private final List<FaceAligner> aligners;
        private final List<FaceEmbedder> embedders;

        Reader(FaceModels models) {
            detector = models.newDetector(DetectorSettings.standard());
            refiner = models.newLandmarkRefiner(LandmarkRefiner.Effort.THOROUGH);
            aligners = models.spaces().stream().map(models::newAligner).toList();
            embedders = models.spaces().stream()
                    .map(space -> models.newEmbedder(space, MirrorImages.AVERAGED))
                    .toList();
        }

        /** Faces of the reporting half by name; photos without a face are left out. */
        Map<String, List<Face>> people(Path images) throws Exception {
            Map<String, List<Face>> people = new LinkedHashMap<>();
            for (Path own : list(images)) {
                String person = String.valueOf(own.getFileName());
                if (PeopleHalf.of(person) != PeopleHalf.REPORTING) {
                    continue;
                }
                for (Path photo : list(own)) {
                    read(photo)
                            .ifPresent(face -> people.computeIfAbsent(person, p -> new ArrayList<>())
                                    .add(face));
                }
            }
            return people;
        }

        private Optional<Face> read(Path photo) throws Exception {
            try (StillPicture picture = StillPicture.of(RgbImage.of(ImageIO.read(photo.toFile())))) {
                return detector.detect(picture).stream()
                        .max(Comparator.comparingDouble(face -> face.box().area()))
                        .map(face -> cut(picture, face));
            }
        }

        private Face cut(StillPicture picture, DetectedFace face) {
            Landmarks landmarks = refiner.refine(picture, face).landmarks();
            AlignedFace quick = aligners.getFirst().align(picture, landmarks);
            AlignedFace strong = aligners.getLast().align(picture, landmarks);
            return new Face(quick, strong, embed(quick, strong));
        }

        FaceVectors embed(AlignedFace quick, AlignedFace strong) {
            return FaceVectors.of(
                    embedders.getFirst().embed(quick), embedders.getLast().embed(strong));
        }

        private static List<Path> list(Path folder) throws Exception {
            try (Stream<Path> files = Files.list(folder)) {
                return files.sorted().toList();
            }
        }

        @Override
        public void close() {
            embedders.forEach(FaceEmbedder::close);
            refiner.close();
            detector.close();
        }
    }

    private static void say(String line) {
        Path file = Path.of(String.valueOf(System.getProperty("sosia.figures")));
        try {
            Files.writeString(
                    file, line + System.lineSeparator(), UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            assertTrue(Files.size(file) > 0);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
