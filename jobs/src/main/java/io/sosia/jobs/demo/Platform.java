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
import java.util.Set;
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

    /**
     * Drawn strangers who look like one of the cast to {@code omz-0095}, which knows real faces alone: on drawings that
     * nothing was chosen by, their joint score with {@code mobilefacenet-ms1m} reaches 0.45 to {@code synth-03} and
     * {@code synth-09}, that of every other stranger 0.40 at most.
     */
    private static final Set<String> LOOK_ALIKES = Set.of("stranger-01", "stranger-08");

    /** What each drama is stored as; none of them needs more than this build brings. */
    private static final List<Medium> MEDIA = List.of(
            new Medium(1, FilmCodec.H264, FilmContainer.MP4),
            new Medium(2, FilmCodec.VP9, FilmContainer.WEBM),
            new Medium(3, FilmCodec.AV1, FilmContainer.MKV));

    private record Medium(int number, FilmCodec codec, FilmContainer container) {}

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
    public static Platform film(Path folder, Instant published, int workers, FramesFilmed progress) throws IOException {
        Files.createDirectories(folder);
        Cast standard = Cast.standard();
        Cast cast = new Cast(
                standard.people(),
                standard.strangers().stream()
                        .filter(stranger -> !LOOK_ALIKES.contains(stranger.name()))
                        .toList());
        List<UploadedDrama> uploads = new ArrayList<>();
        List<String> manifest = new ArrayList<>();
        for (Medium medium : MEDIA) {
            // All dramas are equally long, so that the first one's frames tell how many there will be.
            int before = medium.number() - 1;
            FilmProgress frames = new FilmProgress() {
                @Override
                public void frames(long done, long total) {
                    progress.at(before * total + done, MEDIA.size() * total);
                }

                @Override
                public void episode(Path file, int done, int total) {
                    // The frames tell more.
                }
            };
            String name = "drama-" + medium.number();
            Path films = folder.resolve(name);
            // Another seed gives another troupe; the portraits are the same people's.
            int seed = 10 + medium.number();
            FilmSettings settings = FilmSettings.defaults()
                    .withSeed(seed)
                    .withDramas(1, 2)
                    .withDuration(Duration.ofSeconds(12))
                    .withFormat(new FilmSettings.FrameFormat(540, 960, 24))
                    .withEncoding(
                            new FilmSettings.Encoding(medium.codec(), medium.container(), 1_500, Duration.ofSeconds(2)))
                    .withCutting(new FilmSettings.Cutting(Duration.ofSeconds(2), Duration.ofSeconds(4), 2))
                    .withWorkers(workers);
            List<Appearance> truth = Filming.film(settings, new SyntheticCasting(cast, seed, PORTRAITS), films, frames);
            for (String line : Files.readAllLines(films.resolve("manifest.jsonl"), StandardCharsets.UTF_8)) {
                ManifestLine filmed = JSON.readValue(line, ManifestLine.class);
                String uploader = "acct-" + medium.number();
                ManifestLine upload = new ManifestLine(
                        name + "/" + filmed.path(), name, filmed.episode(), uploader, published.toString(), "CN");
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

    /** Somebody who is seen and can be registered: the first in the order of the uploads. */
    public String firstKnown() {
        return uploads.stream()
                .flatMap(upload -> upload.truth().stream())
                .map(Appearance::person)
                .filter(person -> !person.isEmpty())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nobody who can be registered was filmed"));
    }

    /** Is told how far filming is. Thread-safe: workers call it. */
    @FunctionalInterface
    public interface FramesFilmed {
        /** {@code done} of {@code total} frames of all dramas are encoded. */
        void at(long done, long total);
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
