package io.sosia.jobs.scan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.sosia.detector.media.Sampling;
import io.sosia.detector.pipeline.PhotoReader;
import io.sosia.detector.pipeline.PhotoReader.Accepted;
import io.sosia.detector.pipeline.ScanListener;
import io.sosia.detector.pipeline.TrackEmbedder;
import io.sosia.detector.pipeline.VideoScanner;
import io.sosia.detector.track.Appearance;
import io.sosia.indexer.match.Fusion;
import io.sosia.indexer.match.Likeness;
import io.sosia.indexer.match.PersonTemplates;
import io.sosia.jobs.config.ScanSettings;
import io.sosia.jobs.evaluate.PeopleHalf;
import io.sosia.jobs.evaluate.TrueAppearance;
import io.sosia.jobs.evaluate.TruthFile;
import io.sosia.jobs.review.SameFace;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;
import io.sosia.models.vector.FaceVectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * How surely a rejected face is known again, and how rarely the person themselves is taken for it ({@link SameFace}). For each
 * registered person the strangers whose tracks are the most like them stand for what was rejected: their other tracks should be
 * known again, the person's should not. By thresholds, for the half of people that they were chosen on and for the other. The
 * film shows one person at a time, of each only photos that they are not registered with:
 *
 * <pre>{@code ./sosia testdata film --portraits DATA/images --least-photos 4 --appearance-share 1 --people 1 --shots 2s..3s
 *     --size 720x1280 --fps 5 --codec x264 --kilobits 1500 --dramas 24 --duration 64s --out FILM
 * mvn -pl jobs -am test -Dtest=SameFaceFiguresIT -Dsosia.figures=/tmp/figures.txt -Dsosia.film=FILM
 *     -Dsurefire.failIfNoSpecifiedTests=false}</pre>
 */
@EnabledIfSystemProperty(named = "sosia.film", matches = ".+")
class SameFaceFiguresIT {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-20T01:00:00Z"), ZoneOffset.UTC);

    /** So many of the strangers most like somebody stand for what was rejected. */
    private static final int REJECTED = 5;

    @TempDir
    private Path folder;

    private record Seen(String person, Path video, FaceVectors face) {}

    @Test
    void byThresholdAndHalf() throws Exception {
        Path data = SharedData.folder();
        Path film = Path.of(String.valueOf(System.getProperty("sosia.film")));
        try (RealHome home = new RealHome(
                folder.resolve("home"), SharedData.models(data), Path.of("").toAbsolutePath(), CLOCK)) {
            List<Seen> seen = seen(home, film);
            Map<String, PersonTemplates> people = registered(home, film.resolve("portraits"));
            assertFalse(seen.isEmpty());
            List<EmbeddingSpace> spaces = home.models.spaces();
            for (PeopleHalf half : PeopleHalf.values()) {
                List<Seen> of = seen.stream()
                        .filter(track -> PeopleHalf.of(track.person) == half && people.containsKey(track.person))
                        .toList();
                tell(half + ", both recognisers", Fusion.of(spaces.getFirst(), spaces.get(1)), of, people);
                tell(half + ", the first alone", Fusion.alone(spaces.getFirst()), of, people);
            }
        }
    }

    private static void tell(String what, Fusion fusion, List<Seen> seen, Map<String, PersonTemplates> people) {
        Function<FaceVectors, FaceVectors> part = face -> fusion.strong().isPresent()
                ? face
                : FaceVectors.of(face.in(fusion.quick()).orElseThrow());
        SameFace sameFace = new SameFace(fusion);
        List<Double> again = new ArrayList<>();
        List<Double> wrongly = new ArrayList<>();
        List<Double> wronglyByLikenessAlone = new ArrayList<>();
        List<Double> others = new ArrayList<>();
        Set<String> names = new HashSet<>();
        seen.forEach(track -> names.add(track.person));
        for (String name : names) {
            PersonTemplates person = java.util.Objects.requireNonNull(people.get(name));
            Function<Seen, Double> score = track -> fusion.compare(part.apply(track.face), person)
                    .map(likeness -> likeness.score().value())
                    .orElse(-1.0);
            List<Seen> strangers = seen.stream()
                    .filter(track -> !track.person.equals(name))
                    .sorted(Comparator.comparing(score).reversed())
                    .limit(REJECTED)
                    .toList();
            for (Seen rejected : strangers) {
                for (Seen track : seen) {
                    if (track.video.equals(rejected.video)) {
                        continue;
                    }
                    Optional<Likeness> likeness = sameFace.likeness(part.apply(track.face), part.apply(rejected.face));
                    double alike = likeness.map(known -> known.score().value()).orElse(-1.0);
                    // Whoever is more like the person than like the rejected face is never held back.
                    double held = alike > score.apply(track) ? alike : -1;
                    if (track.person.equals(rejected.person)) {
                        again.add(held);
                    } else if (track.person.equals(name)) {
                        wrongly.add(held);
                        wronglyByLikenessAlone.add(alike);
                    } else {
                        others.add(alike);
                    }
                }
            }
        }
        say(String.format(
                Locale.ROOT,
                "%s: %d tracks of %d people; %d pairs of a rejected face and itself, %d of it and the person, %d of"
                        + " it and others",
                what,
                seen.size(),
                names.size(),
                again.size(),
                wrongly.size(),
                others.size()));
        for (double threshold = 0.30; threshold < 0.805; threshold += 0.05) {
            say(String.format(
                    Locale.ROOT,
                    "  from %.2f: known again %.4f; the person taken for it %.5f (%d; by likeness alone %.5f), others %.5f",
                    threshold,
                    share(again, threshold),
                    share(wrongly, threshold),
                    Math.round(share(wrongly, threshold) * wrongly.size()),
                    share(wronglyByLikenessAlone, threshold),
                    share(others, threshold)));
        }
    }

    private static double share(List<Double> values, double threshold) {
        return values.stream().filter(value -> value >= threshold).count() / (double) Math.max(1, values.size());
    }

    private static List<Seen> seen(RealHome home, Path film) throws Exception {
        List<TrueAppearance> truth = TruthFile.read(film.resolve("truth.jsonl"));
        List<Path> videos;
        try (Stream<Path> files = Files.walk(film)) {
            videos = files.filter(file -> file.toString().endsWith(".mp4"))
                    .sorted()
                    .toList();
        }
        List<Seen> seen = new ArrayList<>();
        EmbeddingSpace strong = home.models.spaces().get(1);
        try (VideoScanner scanner = StandardScans.scanner(home.models, ScanSettings.defaults(), time -> {});
                TrackEmbedder embedder = home.models.newTrackEmbedder(strong, ScanListener.NONE)) {
            for (Path video : videos) {
                for (TrackProbe probe :
                        TrackProbe.of(scanner.scan(video, Sampling.nightly()).tracks(), Optional.of(embedder))) {
                    Optional<Embedding> closer = probe.strong();
                    Optional<String> person = who(probe, video, truth);
                    if (person.isPresent() && closer.isPresent()) {
                        seen.add(new Seen(person.get(), video, FaceVectors.of(probe.quick(), closer.get())));
                    }
                }
            }
        }
        return seen;
    }

    /** Whom all appearances of a track show; nobody where they show two people, or a person only in part. */
    private static Optional<String> who(TrackProbe probe, Path video, List<TrueAppearance> truth) {
        Set<Optional<String>> people = new HashSet<>();
        for (Appearance appearance : probe.track().appearances()) {
            long middle = (appearance.start().millis() + appearance.end().millis()) / 2;
            people.add(truth.stream()
                    .filter(true1 -> true1.video().equals(video.toAbsolutePath().normalize())
                            && true1.startMs() <= middle
                            && middle < true1.endMs())
                    .findFirst()
                    .flatMap(TrueAppearance::person));
        }
        return people.size() == 1 ? people.iterator().next() : Optional.empty();
    }

    private static Map<String, PersonTemplates> registered(RealHome home, Path portraits) throws IOException {
        Map<String, PersonTemplates> people = new TreeMap<>();
        try (PhotoReader reader = home.models.newPhotoReader();
                Stream<Path> folders = Files.list(portraits)) {
            for (Path person : folders.sorted().toList()) {
                List<Embedding> templates = new ArrayList<>();
                try (Stream<Path> photos = Files.list(person)) {
                    for (Path photo : photos.sorted().toList()) {
                        if (reader.enrol(photo) instanceof Accepted face) {
                            templates.addAll(face.templates().embeddings());
                        }
                    }
                }
                if (!templates.isEmpty()) {
                    people.put(String.valueOf(person.getFileName()), PersonTemplates.of(templates));
                }
            }
        }
        return people;
    }

    private static void say(String line) {
        try {
            Files.writeString(
                    Path.of(String.valueOf(System.getProperty("sosia.figures"))),
                    line + System.lineSeparator(),
                    UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
