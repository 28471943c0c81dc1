package io.sosia.jobs.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.detector.media.Sampling;
import io.sosia.indexer.registry.PersonId;
import io.sosia.jobs.review.Opinion;
import io.sosia.jobs.review.ReviewDecision;
import io.sosia.jobs.review.ReviewState;
import io.sosia.jobs.review.StoredLessons;
import io.sosia.jobs.review.StoredReviews;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Kills a process that decides, at random moments: no decision that it acknowledged is lost, none is there twice, and what is
 * known by scans, by the register, by calibrations and by the audit log is what was decided. {@code -Dsosia.kills=20} makes it
 * more kills, {@code -Dsosia.seed=…} other moments.
 */
class ReviewKillIT {

    private static final int FINDINGS = 4;

    @TempDir
    private Path folder;

    @Test
    void afterAnyKillAllOfADecisionIsThereOrNothing() throws Exception {
        Path root = folder.resolve("home");
        for (int work = 1; work <= FINDINGS; work++) {
            Path drama = Files.createDirectories(folder.resolve("videos/drama-" + work));
            Files.writeString(drama.resolve("1.mp4"), "work " + work + "\nface 1000 3000 " + work + " 0.6");
        }
        try (PlayHome home = new PlayHome(root, Clock.systemUTC())) {
            for (int axis = 1; axis <= FINDINGS; axis++) {
                home.enrol(axis);
            }
            try (ScanService service = home.service(PlayHome.settings(1))) {
                service.scan(
                        ScanRequest.ofPaths(List.of(folder.resolve("videos")), Sampling.nightly()),
                        new PlayHome.Heard(),
                        StopSignal.manual());
            }
            ReviewChild.trail(home);
        }
        Random random = new Random(Long.getLong("sosia.seed", 5));
        Path acknowledged = folder.resolve("acknowledged");
        Files.createFile(acknowledged);
        int kills = Integer.getInteger("sosia.kills", 4);
        for (int kill = 0; kill < kills; kill++) {
            long before = Files.size(acknowledged);
            Process child = start(root, acknowledged);
            // From the first decision on, so that a slow start does not waste the kill.
            while (child.isAlive() && Files.size(acknowledged) == before) {
                Thread.sleep(5);
            }
            assertTrue(!child.waitFor(random.nextLong(300), TimeUnit.MILLISECONDS), "it decides until it is killed");
            child.destroyForcibly().waitFor();
            check(root, Files.readAllLines(acknowledged), kill + 1);
        }
    }

    private static void check(Path root, List<String> acknowledged, int kills) throws Exception {
        try (PlayHome home = new PlayHome(root, Clock.systemUTC())) {
            JdbcClient sql = JdbcClient.create(home.database.dataSource());
            StoredReviews reviews = StoredReviews.open(home.database, home.keys);
            StoredLessons lessons = new StoredLessons(home.database.dataSource(), home.keys);
            int all = 0;
            for (int finding = 1; finding <= FINDINGS; finding++) {
                String line = String.valueOf(finding);
                List<ReviewDecision> said = reviews.history(finding, 1).stream()
                        .map(Opinion::decision)
                        .toList();
                all += said.size();
                long known = acknowledged.stream().filter(line::equals).count();
                // What was committed but not acknowledged when a kill came may be there, once for each kill.
                assertTrue(said.size() >= known && said.size() <= known + kills, () -> said + " of " + known);
                for (int i = 1; i < said.size(); i++) {
                    assertTrue(said.get(i) != said.get(i - 1), () -> "twice: " + said);
                }
                ReviewState state = reviews.state(finding, 1);
                assertEquals(
                        said.isEmpty()
                                ? ReviewState.OPEN
                                : said.getLast() == ReviewDecision.CONFIRM
                                        ? ReviewState.CONFIRMED
                                        : ReviewState.REJECTED,
                        state);
                boolean confirmed = state == ReviewState.CONFIRMED;
                String work = sql.sql("SELECT u.work FROM scan_finding f JOIN scan_upload u ON u.upload = f.upload"
                                + " WHERE f.finding = ?")
                        .param(finding)
                        .query((row, index) -> row.getString(1))
                        .single();
                PersonId person = new PersonId(sql.sql("SELECT person FROM scan_finding WHERE finding = ?")
                        .param(finding)
                        .query((row, index) -> row.getString(1))
                        .single());
                assertEquals(confirmed ? 1 : 0, lessons.confirmed(person).size());
                assertEquals(
                        state == ReviewState.REJECTED ? 1 : 0,
                        lessons.rejected(work).size());
                assertEquals(
                        confirmed ? 2 : 1,
                        home.register.templates(List.of(person)).size());
                assertEquals(
                        state == ReviewState.OPEN ? "UNKNOWN" : confirmed ? "MATED" : "NON_MATED",
                        sql.sql("SELECT known FROM scan_track_score WHERE finding = ?")
                                .param(finding)
                                .query((row, index) -> row.getString(1))
                                .single());
            }
            assertTrue(all <= acknowledged.size() + kills, "one decision for each kill at most was not acknowledged");
            assertEquals(
                    all,
                    sql
                            .sql("SELECT content FROM audit_entry")
                            .query((row, index) -> new String(row.getBytes(1), StandardCharsets.UTF_8))
                            .list()
                            .stream()
                            .filter(entry -> entry.contains("\"DECIDED\""))
                            .count());
        }
    }

    private Process start(Path home, Path acknowledged) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xmx300m",
                ReviewChild.class.getName(),
                home.toString(),
                String.valueOf(FINDINGS),
                acknowledged.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("child.log").toFile());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return builder.start();
    }
}
