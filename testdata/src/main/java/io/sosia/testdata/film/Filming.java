package io.sosia.testdata.film;

import io.sosia.testdata.people.Cast;
import io.sosia.testdata.seed.Seed;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
    private final Condition condition;
    private final FaceFinder finder;
    private final Path out;
    private final Counted progress;

    private Filming(FilmSettings settings, Condition condition, FaceFinder finder, Path out, Counted progress) {
        this.settings = settings;
        this.condition = condition;
        this.finder = finder;
        this.out = out;
        this.progress = progress;
    }

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
        // FFmpeg's own remarks go to standard error, which belongs to the progress bar.
        avutil.av_log_set_level(avutil.AV_LOG_ERROR);
        int threads = opencv_core.getNumThreads();
        opencv_core.setNumThreads(1);
        try {
            for (Condition condition : conditions) {
                Path out = folder.apply(condition);
                Files.createDirectories(out);
                List<Appearance> truth = truth(settings, condition, episodes);
                write(out.resolve("truth.jsonl"), truth);
                new Filming(settings, condition, finder, out, counted).film(episodes);
                write(out.resolve("manifest.jsonl"), manifest(settings, episodes));
                truths.put(condition, truth);
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
            ExecutorCompletionService<Path> completion = new ExecutorCompletionService<>(workers);
            List<Future<Path>> pending = new ArrayList<>();
            for (Episode episode : episodes) {
                pending.add(completion.submit(() -> film(episode)));
            }
            try {
                for (int i = 0; i < pending.size(); i++) {
                    progress.episode(completion.take().get());
                }
            } catch (InterruptedException e) {
                workers.shutdownNow();
                Thread.currentThread().interrupt();
                throw new FilmException("filming was interrupted; '" + out + "' is incomplete", e);
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

    private Path film(Episode episode) throws IOException {
        Path file = out.resolve(path(settings, episode));
        Files.createDirectories(file.resolveSibling("."));
        int rate = settings.format().framesPerSecond();
        FilmSettings recorded = condition.recorded(settings);
        Tempo tempo = condition.tempo(settings);
        int report = Math.max(1, recorded.format().framesPerSecond() / 2);
        try (Stage stage = new Stage(settings.format(), episode.seed());
                TreatedFrames treated = new TreatedFrames(
                        settings.format(),
                        recorded.format(),
                        condition.treatment().orElse(FrameTreatment.resized()));
                FrameSink sink = FrameSink.open(file, recorded)) {
            for (Shot shot : episode.shots()) {
                stage.play(disguised(shot), rate, tempo, planes -> {
                    if (Thread.currentThread().isInterrupted()) {
                        throw new FilmException("filming was interrupted; '" + file + "' is incomplete");
                    }
                    sink.write(condition.treatment().isPresent() ? treated.next(planes) : planes);
                    progress.frame(report);
                });
            }
            sink.finish();
        }
        return file;
    }

    private Shot disguised(Shot shot) {
        return condition
                .disguise()
                .map(disguise -> new Shot(
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
