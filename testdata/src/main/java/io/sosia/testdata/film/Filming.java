package io.sosia.testdata.film;

import io.sosia.testdata.people.Cast;
import io.sosia.testdata.seed.Seed;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
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
 */
public final class Filming {

    private static final List<String> TERRITORIES = List.of("CN", "US", "KR", "JP", "BR", "ID", "TH", "MX");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final FilmSettings settings;
    private final Path out;
    private final FilmProgress progress;
    private final AtomicLong framesDone = new AtomicLong();
    private final AtomicInteger episodesDone = new AtomicInteger();

    private Filming(FilmSettings settings, Path out, FilmProgress progress) {
        this.settings = settings;
        this.out = out;
        this.progress = progress;
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
        List<Appearance> truth = truth(settings, episodes);
        write(out.resolve("truth.jsonl"), truth);
        casting.writePortraits(Files.createDirectory(out.resolve("portraits")));
        // FFmpeg's own remarks go to standard error, which belongs to the progress bar.
        avutil.av_log_set_level(avutil.AV_LOG_ERROR);
        int threads = opencv_core.getNumThreads();
        opencv_core.setNumThreads(1);
        try {
            new Filming(settings, out, progress).film(episodes);
        } finally {
            opencv_core.setNumThreads(threads);
        }
        write(out.resolve("manifest.jsonl"), manifest(settings, episodes));
        return truth;
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
        long total = episodes.stream().mapToLong(Episode::frames).sum();
        try (ExecutorService workers = Executors.newFixedThreadPool(settings.workers())) {
            ExecutorCompletionService<Path> completion = new ExecutorCompletionService<>(workers);
            List<Future<Path>> pending = new ArrayList<>();
            for (Episode episode : episodes) {
                pending.add(completion.submit(() -> film(episode, total)));
            }
            try {
                for (int i = 0; i < pending.size(); i++) {
                    Path file = completion.take().get();
                    progress.episode(file, episodesDone.incrementAndGet(), pending.size());
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

    private Path film(Episode episode, long total) throws IOException {
        Path file = out.resolve(path(settings, episode));
        Files.createDirectories(file.resolveSibling("."));
        int rate = settings.format().framesPerSecond();
        int report = Math.max(1, rate / 2);
        try (Stage stage = new Stage(settings.format(), episode.seed());
                FrameSink sink = FrameSink.open(file, settings)) {
            for (Shot shot : episode.shots()) {
                stage.play(shot, rate, planes -> {
                    if (Thread.currentThread().isInterrupted()) {
                        throw new FilmException("filming was interrupted; '" + file + "' is incomplete");
                    }
                    sink.write(planes);
                    long done = framesDone.incrementAndGet();
                    if (done % report == 0 || done == total) {
                        progress.frames(done, total);
                    }
                });
            }
            sink.finish();
        }
        return file;
    }

    private static String path(FilmSettings settings, Episode episode) {
        return episode.path() + "." + settings.encoding().container().extension();
    }

    private static List<Appearance> truth(FilmSettings settings, List<Episode> episodes) {
        int rate = settings.format().framesPerSecond();
        List<Appearance> truth = new ArrayList<>();
        for (Episode episode : episodes) {
            for (Shot shot : episode.shots()) {
                for (Part part : shot.parts()) {
                    Actor actor = part.take().actor();
                    truth.add(new Appearance(
                            path(settings, episode),
                            actor.registered() ? actor.name() : "",
                            Math.round(shot.start() * 1_000.0 / rate),
                            Math.round((shot.start() + shot.frames()) * 1_000.0 / rate)));
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
