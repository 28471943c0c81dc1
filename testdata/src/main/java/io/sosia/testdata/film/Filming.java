package io.sosia.testdata.film;

import io.sosia.testdata.people.Cast;
import io.sosia.testdata.seed.Seed;
import java.io.IOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.opencv.global.opencv_core;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes a folder of films:
 *
 * <pre>
 * drama-01/ep-01.mp4 …      the videos
 * portraits/NAME/*.jpg|png  what each registered person is enrolled from
 * truth.jsonl               an {@link Appearance} a line
 * manifest.jsonl            a {@link ManifestLine} a line; written last, so that a folder with it is complete
 * </pre>
 *
 * Of a film under several {@link Condition}s the portraits are written once, and all the rest into a folder for each
 * condition, called by its {@link Condition#text}.
 */
public final class Filming {

    private static final List<String> TERRITORIES = List.of("CN", "US", "KR", "JP", "BR", "ID", "TH", "MX");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final FilmSettings settings;
    private final List<Target> targets;
    private final FaceFinder finder;
    private final Counted progress;

    private Filming(FilmSettings settings, List<Target> targets, FaceFinder finder, Counted progress) {
        this.settings = settings;
        this.targets = targets;
        this.finder = finder;
        this.progress = progress;
    }

    /** Where the films go that are made under a condition. */
    private record Target(Condition condition, Path out) {}

    /** Conditions that have this in common are made of the same drawn frames. */
    private record Drawn(Tempo tempo, Optional<Disguise> disguise) {}

    /** How far all films of one call are. */
    private record Counted(
            FilmProgress progress, long frames, int episodes, AtomicLong framesDone, AtomicInteger episodesDone) {

        Counted(FilmProgress progress, long frames, int episodes) {
            this(progress, frames, episodes, new AtomicLong(), new AtomicInteger());
        }

        void frame(int report) {
            long done = framesDone.incrementAndGet();
            if (done % report == 0 || done == frames) {
                progress.frames(done, frames);
            }
        }

        void episode(Path file) {
            progress.episode(file, episodesDone.incrementAndGet(), episodes);
        }
    }

    /**
     * Films the people who do not exist, {@link Cast#standard()}, each registered by three portraits.
     *
     * @see #film(FilmSettings, Casting, Path, FilmProgress)
     */
    public static List<Appearance> film(FilmSettings settings, Path out, FilmProgress progress) throws IOException {
        return film(settings, new SyntheticCasting(Cast.standard(), settings.seed(), 3), out, progress);
    }

    /**
     * Films. While it runs, OpenCV uses one thread for each call in this whole process, since episodes are rendered
     * side by side.
     *
     * @param out is created; may exist if it is an empty folder
     * @return the truth, as written
     * @throws FilmException if {@code out} holds anything, an encoder is missing or fails, or the thread is
     *     interrupted
     * @throws IOException if a photo cannot be read or a file not be written
     */
    public static List<Appearance> film(FilmSettings settings, Casting casting, Path out, FilmProgress progress)
            throws IOException {
        refuseIfFull(out);
        Files.createDirectories(out);
        List<Episode> episodes = Screenplay.write(settings, casting);
        casting.writePortraits(Files.createDirectory(out.resolve("portraits")));
        return encode(settings, episodes, List.of(Condition.PLAIN), FaceFinder.NONE, condition -> out, progress)
                .sequencedValues()
                .getFirst();
    }

    /**
     * Films one screenplay under several conditions, a folder for each, besides the portraits.
     *
     * @param conditions each once
     * @param finder tells where faces are that a condition hides a part of
     * @return the truth of each, as written
     * @see #film(FilmSettings, Casting, Path, FilmProgress)
     */
    public static SequencedMap<Condition, List<Appearance>> film(
            FilmSettings settings,
            Casting casting,
            Set<Condition> conditions,
            FaceFinder finder,
            Path out,
            FilmProgress progress)
            throws IOException {
        refuseIfFull(out);
        Files.createDirectories(out);
        List<Episode> episodes = Screenplay.write(settings, casting);
        casting.writePortraits(Files.createDirectory(out.resolve("portraits")));
        return encode(
                settings,
                episodes,
                conditions.stream().sorted().toList(),
                finder,
                condition -> out.resolve(condition.text()),
                progress);
    }

    private static SequencedMap<Condition, List<Appearance>> encode(
            FilmSettings settings,
            List<Episode> episodes,
            List<Condition> conditions,
            FaceFinder finder,
            Function<Condition, Path> folder,
            FilmProgress progress)
            throws IOException {
        long frames = 0;
        for (Condition condition : conditions) {
            Tempo tempo = condition.tempo(settings);
            frames += episodes.stream().mapToLong(e -> tempo.first(e.frames())).sum();
        }
        Counted counted = new Counted(progress, frames, episodes.size() * conditions.size());
        SequencedMap<Condition, List<Appearance>> truths = new LinkedHashMap<>();
        Map<Drawn, List<Target>> groups = new LinkedHashMap<>();
        for (Condition condition : conditions) {
            Path out = Files.createDirectories(folder.apply(condition));
            List<Appearance> truth = truth(settings, condition, episodes);
            write(out.resolve("truth.jsonl"), truth);
            truths.put(condition, truth);
            groups.computeIfAbsent(
                            new Drawn(condition.tempo(settings), condition.disguise()), fresh -> new ArrayList<>())
                    .add(new Target(condition, out));
        }
        // FFmpeg's own remarks go to standard error, which belongs to the progress bar.
        avutil.av_log_set_level(avutil.AV_LOG_ERROR);
        int threads = opencv_core.getNumThreads();
        opencv_core.setNumThreads(1);
        try {
            for (List<Target> targets : groups.values()) {
                new Filming(settings, targets, finder, counted).film(episodes);
                for (Target target : targets) {
                    write(target.out().resolve("manifest.jsonl"), manifest(settings, episodes));
                }
            }
        } finally {
            opencv_core.setNumThreads(threads);
        }
        return truths;
    }

    private static void refuseIfFull(Path out) throws IOException {
        if (Files.exists(out) && !Files.isDirectory(out)) {
            throw new FilmException("'" + out + "' is a file; films need a folder of their own");
        }
        if (Files.isDirectory(out)) {
            try (Stream<Path> entries = Files.list(out)) {
                if (entries.findAny().isPresent()) {
                    throw new FilmException("'" + out + "' is not empty; films need a folder of their own");
                }
            }
        }
    }

    private void film(List<Episode> episodes) throws IOException {
        try (ExecutorService workers = Executors.newFixedThreadPool(settings.workers())) {
            ExecutorCompletionService<List<Path>> completion = new ExecutorCompletionService<>(workers);
            List<Future<List<Path>>> pending = new ArrayList<>();
            for (Episode episode : episodes) {
                pending.add(completion.submit(() -> film(episode)));
            }
            try {
                for (int i = 0; i < pending.size(); i++) {
                    completion.take().get().forEach(progress::episode);
                }
            } catch (InterruptedException e) {
                workers.shutdownNow();
                Thread.currentThread().interrupt();
                throw new FilmException(interrupted(), e);
            } catch (ExecutionException e) {
                workers.shutdownNow();
                throw rethrown(e.getCause());
            }
        }
    }

    private static IOException rethrown(@Nullable Throwable cause) {
        if (cause instanceof RuntimeException defect) {
            throw defect;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof IOException io ? io : new FilmException("filming failed", cause);
    }

    private String interrupted() {
        return "filming was interrupted; '" + targets.getFirst().out() + "' is incomplete";
    }

    private List<Path> film(Episode episode) throws IOException {
        int rate = settings.format().framesPerSecond();
        Condition first = targets.getFirst().condition();
        Tempo tempo = first.tempo(settings);
        try (Stage stage = new Stage(settings.format(), episode.seed());
                Prints prints = new Prints()) {
            for (Target target : targets) {
                Path file = target.out().resolve(path(settings, episode));
                Files.createDirectories(file.resolveSibling("."));
                prints.add(file, settings, target.condition());
            }
            int report = Math.max(1, tempo.framesPerSecond() / 2);
            for (Shot shot : episode.shots()) {
                stage.play(disguised(shot, first.disguise()), rate, tempo, planes -> {
                    if (Thread.currentThread().isInterrupted()) {
                        throw new FilmException(interrupted());
                    }
                    for (int print = 0; print < targets.size(); print++) {
                        prints.write(print, planes);
                        progress.frame(report);
                    }
                });
            }
            return prints.finish();
        }
    }

    /** The files that are written of the same drawn frames. */
    private static final class Prints implements AutoCloseable {

        private final List<Print> prints = new ArrayList<>();

        void add(Path file, FilmSettings settings, Condition condition) throws IOException {
            FilmSettings recorded = condition.recorded(settings);
            FrameSink sink = FrameSink.open(file, recorded);
            prints.add(new Print(
                    file,
                    sink,
                    condition
                            .treatment()
                            .map(treatment -> new TreatedFrames(settings.format(), recorded.format(), treatment))));
        }

        void write(int number, ByteBuffer planes) throws IOException {
            Print print = prints.get(number);
            print.sink()
                    .write(print.treated().isPresent() ? print.treated().get().next(planes) : planes);
        }

        List<Path> finish() throws IOException {
            for (Print print : prints) {
                print.sink().finish();
            }
            return prints.stream().map(Print::file).toList();
        }

        @Override
        public void close() throws IOException {
            if (prints.isEmpty()) {
                return;
            }
            Print print = prints.removeLast();
            try {
                print.treated().ifPresent(TreatedFrames::close);
                print.sink().close();
            } finally {
                close();
            }
        }

        private record Print(Path file, FrameSink sink, Optional<TreatedFrames> treated) {}
    }

    private Shot disguised(Shot shot, Optional<Disguise> worn) {
        return worn.map(disguise -> new Shot(
                        shot.start(),
                        shot.frames(),
                        shot.backdrop(),
                        shot.camera(),
                        shot.light(),
                        shot.parts().stream()
                                .map(part -> new Part(
                                        new Take(
                                                new DisguisedActor(part.take().actor(), disguise, finder),
                                                part.take().look()),
                                        part.blocking()))
                                .toList()))
                .orElse(shot);
    }

    private static String path(FilmSettings settings, Episode episode) {
        return episode.path() + "." + settings.encoding().container().extension();
    }

    private static List<Appearance> truth(FilmSettings settings, Condition condition, List<Episode> episodes) {
        Tempo tempo = condition.tempo(settings);
        List<Appearance> truth = new ArrayList<>();
        int number = 0;
        for (Episode episode : episodes) {
            for (Shot shot : episode.shots()) {
                for (Part part : shot.parts()) {
                    number++;
                    if (condition.shows(part, shot, settings)) {
                        Actor actor = part.take().actor();
                        truth.add(new Appearance(
                                path(settings, episode),
                                actor.registered() ? actor.name() : "",
                                tempo.millis(shot.start()),
                                tempo.millis(shot.start() + shot.frames()),
                                number));
                    }
                }
            }
        }
        return List.copyOf(truth);
    }

    private static List<ManifestLine> manifest(FilmSettings settings, List<Episode> episodes) {
        List<ManifestLine> manifest = new ArrayList<>();
        for (Episode episode : episodes) {
            RandomGenerator random =
                    new Seed(settings.seed()).part(episode.drama()).generator();
            String uploader = "acct-" + random.nextInt(1, 100);
            String territory = TERRITORIES.get(random.nextInt(TERRITORIES.size()));
            manifest.add(new ManifestLine(
                    path(settings, episode),
                    "drama-" + episode.drama(),
                    String.valueOf(episode.number()),
                    uploader,
                    settings.published().plus(Duration.ofHours(manifest.size())).toString(),
                    territory));
        }
        return List.copyOf(manifest);
    }

    private static void write(Path file, List<?> lines) throws IOException {
        try (Writer writer = Files.newBufferedWriter(file)) {
            for (Object line : lines) {
                writer.write(JSON.writeValueAsString(line));
                writer.write('\n');
            }
        }
    }
}
