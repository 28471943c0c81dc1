package io.sosia.jobs.takedown.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.indexer.match.Fusion;
import io.sosia.indexer.match.PersonTemplates;
import io.sosia.indexer.sighting.CaseReference;
import io.sosia.indexer.sighting.SealedSightings;
import io.sosia.indexer.sighting.SightingQuery;
import io.sosia.jobs.config.SightingSettings;
import io.sosia.jobs.takedown.CaseState;
import io.sosia.jobs.takedown.NamedPlace;
import io.sosia.models.vector.Cosine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a process that searches for a case at random moments, and searches again. {@code -Dsosia.kills=20} makes it as many
 * kills as somebody wants to wait for, {@code -Dsosia.seed=…} other moments.
 */
class SearchKillIT {

    private static final int WORKS = 12;

    @TempDir
    private Path folder;

    /** All that must neither be lost nor doubled. */
    private record Essence(List<String> findings, CaseState state, int cases, List<String> sightings) {}

    @Test
    void afterAnyKillTheSameSearchFindsTheSame() throws Exception {
        Random random = new Random(Long.getLong("sosia.seed", 7));
        int kills = Integer.getInteger("sosia.kills", 4);
        Path uploads = Files.createDirectories(folder.resolve("uploads"));
        Path root = folder.resolve("home");
        String calm;
        String killed;
        try (SearchHome home = new SearchHome(root, Clock.systemUTC())) {
            for (int work = 1; work <= WORKS; work++) {
                SearchHome.film(
                        uploads,
                        "drama-" + work,
                        "1.mp4",
                        "face 1000 3000 1 0.8 5",
                        "face 4000 5000 1 0.7 6",
                        "face 1000 3000 9 0.9 7");
            }
            home.scan(uploads);
            for (int work = 1; work <= WORKS / 2; work++) {
                SearchHome.film(uploads, "drama-" + work, "2.mp4", "face 0 2000 1 0.75 8", "face 2000 4000 8 0.8 8");
            }
        }
        try (SearchHome home = new SearchHome(root, Clock.systemUTC())) {
            // Without pictures, so that these videos are looked at again.
            home.sightings = new SightingSettings(Duration.ofDays(30), "none");
            home.scan(uploads);
            List<NamedPlace> named = List.of(SearchHome.named("drama-1"));
            calm = home.open(Optional.empty(), named, "photo 1 0.98 2").number();
            killed = home.open(Optional.empty(), named, "photo 1 0.98 3", "photo 1 0.97 2")
                    .number();
        }
        long begun = System.nanoTime();
        run(root, calm);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        Essence undisturbed = essence(root, calm);
        assertEquals(WORKS, undisturbed.findings().size());
        int landed = 0;
        for (int kill = 0; kill < kills; kill++) {
            Process child = start(root, killed, folder.resolve("out-" + kill));
            if (!child.waitFor(random.nextLong(millis), TimeUnit.MILLISECONDS)) {
                child.destroyForcibly().waitFor();
                landed++;
            }
        }
        assertTrue(landed > 0, "no kill came before the search's end");
        run(root, killed);
        Essence after = essence(root, killed);
        assertEquals(undisturbed.findings(), after.findings());
        assertEquals(undisturbed, after);
        run(root, killed);
        assertEquals(after, essence(root, killed), "and looking again doubles nothing");
    }

    private static Essence essence(Path root, String number) throws Exception {
        try (SearchHome home = new SearchHome(root, Clock.systemUTC());
                SealedSightings archive = home.archive()) {
            List<CaseFinding> findings = home.findings().of(number, 1);
            assertEquals(
                    findings.size(),
                    findings.stream().map(CaseFinding::finding).distinct().count(),
                    "each finding has a number of its own");
            assertEquals(List.of(), archive.verify());
            return new Essence(
                    findings.stream()
                            .map(finding -> finding.work() + " " + finding.character() + " "
                                    + finding.places().stream()
                                            .map(place -> place.episode() + "/" + place.track() + "@" + place.startMs())
                                            .toList())
                            .sorted()
                            .toList(),
                    home.cases.find(number).orElseThrow().state(),
                    home.cases.all().size(),
                    archive
                            .search(
                                    CaseReference.issuedBy(any -> true, number),
                                    new SightingQuery(
                                            PersonTemplates.of(
                                                    ToldVideo.person(1).embeddings()),
                                            Fusion.of(ToldVideo.QUICK, ToldVideo.STRONG),
                                            new Cosine(-1),
                                            new Cosine(-1),
                                            10_000,
                                            Set.of()))
                            .hits()
                            .stream()
                            .map(hit -> hit.look().path() + "/" + hit.sighting().track())
                            .sorted()
                            .toList());
        }
    }

    private void run(Path home, String number) throws Exception {
        Path out = folder.resolve("done");
        Process child = start(home, number, out);
        assertEquals(0, child.waitFor(), () -> log(out));
    }

    private static String log(Path out) {
        try {
            return Files.readString(Path.of(out + ".log"));
        } catch (IOException e) {
            return "no log";
        }
    }

    private static Process start(Path home, String number, Path out) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules=jdk.incubator.vector",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Xmx500m",
                        SearchChild.class.getName(),
                        home.toString(),
                        number,
                        out.toString())
                .redirectErrorStream(true)
                .redirectOutput(Path.of(out + ".log").toFile());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return builder.start();
    }
}
