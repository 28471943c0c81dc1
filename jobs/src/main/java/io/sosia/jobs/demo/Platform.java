package io.sosia.jobs.demo;

import io.sosia.testdata.film.Appearance;
import io.sosia.testdata.film.FilmCodec;
import io.sosia.testdata.film.FilmContainer;
import io.sosia.testdata.film.FilmProgress;
import io.sosia.testdata.film.FilmSettings;
import io.sosia.testdata.film.Filming;
import io.sosia.testdata.film.ManifestLine;
import io.sosia.testdata.film.SyntheticCasting;
import io.sosia.testdata.people.Cast;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * A drama platform with three uploads by people who do not exist: each in another codec, with the truth known.
 *
 * @param manifest of all uploads, for a scan
 * @param portraits a folder of portraits for each person that may be registered
 * @param uploads in the order of the manifest
 */
public record Platform(Path manifest, Path portraits, List<UploadedDrama> uploads) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final int PORTRAITS = 3;

    /** What each drama is stored as; none of them needs more than this build brings. */
    private enum Medium {
        FIRST(FilmCodec.H264, FilmContainer.MP4),
        SECOND(FilmCodec.VP9, FilmContainer.WEBM),
        THIRD(FilmCodec.AV1, FilmContainer.MKV);

        private final FilmCodec codec;
        private final FilmContainer container;

        Medium(FilmCodec codec, FilmContainer container) {
            this.codec = codec;
            this.container = container;
        }
    }

    /** Copies the uploads. */
    public Platform {
        uploads = List.copyOf(uploads);
    }

    /**
     * Films everything; takes about a minute on two cores.
     *
     * @param folder is created
     * @param published when the first drama appeared
     * @param workers films made side by side
     */
    public static Platform film(Path folder, Instant published, int workers, FilmProgress progress)
            throws IOException {
        Files.createDirectories(folder);
        List<UploadedDrama> uploads = new ArrayList<>();
        List<String> manifest = new ArrayList<>();
        for (Medium medium : Medium.values()) {
            String name = "drama-" + (medium.ordinal() + 1);
            Path films = folder.resolve(name);
            // Another seed gives another troupe; the portraits are the same people's.
            int seed = 11 + medium.ordinal();
            FilmSettings settings = FilmSettings.defaults()
                    .withSeed(seed)
                    .withDramas(1, 2)
                    .withDuration(Duration.ofSeconds(12))
                    .withFormat(new FilmSettings.FrameFormat(540, 960, 24))
                    .withEncoding(new FilmSettings.Encoding(
                            medium.codec, medium.container, 1_500, Duration.ofSeconds(2)))
                    .withCutting(new FilmSettings.Cutting(Duration.ofSeconds(2), Duration.ofSeconds(4), 2))
                    .withWorkers(workers);
            List<Appearance> truth =
                    Filming.film(settings, new SyntheticCasting(Cast.standard(), seed, PORTRAITS), films, progress);
            for (String line : Files.readAllLines(films.resolve("manifest.jsonl"), StandardCharsets.UTF_8)) {
                ManifestLine filmed = JSON.readValue(line, ManifestLine.class);
                String uploader = "acct-" + (medium.ordinal() + 1);
                ManifestLine upload = new ManifestLine(
                        name + "/" + filmed.path(),
                        name,
                        filmed.episode(),
                        uploader,
                        published.toString(),
                        "CN");
                manifest.add(JSON.writeValueAsString(upload));
                uploads.add(new UploadedDrama(
                        films.resolve(filmed.path()).toAbsolutePath().normalize(),
                        name,
                        uploader,
                        truth.stream()
                                .filter(seen -> seen.path().equals(filmed.path()))
                                .toList()));
            }
        }
        Path file = folder.resolve("manifest.jsonl");
        Files.write(file, manifest, StandardCharsets.UTF_8);
        return new Platform(file, folder.resolve("drama-1").resolve("portraits"), uploads);
    }

    /**
     * An upload.
     *
     * @param video absolute
     * @param work the drama
     * @param uploader the account
     * @param truth who is seen in it; nameless people are strangers
     */
    public record UploadedDrama(Path video, String work, String uploader, List<Appearance> truth) {
        /** Copies the truth. */
        public UploadedDrama {
            truth = List.copyOf(truth);
        }
    }
}
