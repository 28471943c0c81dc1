package io.sosia.jobs.scan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.detector.media.Sampling;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.RegisterUnavailableException;
import io.sosia.indexer.seal.SubjectKey;
import io.sosia.indexer.seal.SubjectKeys;
import io.sosia.jobs.Traces;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

class PicturesAtRestTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-20T01:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private Path folder;

    private static JdbcClient sql(PlayHome home) {
        return JdbcClient.create(home.database.dataSource());
    }

    private PlayHome scanned() throws Exception {
        Files.writeString(folder.resolve("1.mp4"), "face 1000 3000 1 0.8\nface 1000 3000 2 0.9");
        PlayHome home = new PlayHome(folder.resolve("home"), CLOCK);
        home.enrol(1);
        home.enrol(2);
        try (ScanService service = home.service()) {
            service.scan(
                    ScanRequest.ofPaths(List.of(folder.resolve("1.mp4")), Sampling.nightly()),
                    new PlayHome.Heard(),
                    StopSignal.manual());
        }
        return home;
    }

    @Test
    void noPictureLiesInTheOpenAndEachOpensForItsOwnFindingOnly() throws Exception {
        try (PlayHome home = scanned()) {
            byte[] one = home.findings().picture("F-000001", 1).orElseThrow();
            Traces traces = new Traces().add("picture", one);
            assertTrue(traces.in(one).contains("picture"));

            assertEquals(List.of(), traces.in(folder));

            sql(home).sql("""
                            UPDATE scan_picture SET jpeg = (SELECT o.jpeg FROM scan_picture o WHERE o.finding = 2 AND o.picture = 1)
                            WHERE finding = 1 AND picture = 1""").update();
            RegisterUnavailableException moved = assertThrows(
                    RegisterUnavailableException.class, () -> home.findings().picture("F-000001", 1));
            assertTrue(String.valueOf(moved.getMessage()).contains("picture 1 of F-000001 is not as it was"));
        }
    }

    @Test
    void aDestroyedKeyTakesThePictures() throws Exception {
        try (PlayHome home = scanned()) {
            assertTrue(home.findings().picture("F-000001", 1).isPresent());

            assertTrue(home.keys.destroy(SubjectKeys.person("p-1")));

            assertTrue(home.findings().picture("F-000001", 1).isEmpty());
            assertTrue(home.findings().picture("F-000002", 1).isPresent());
            home.findings().erase(new PersonId("p-1"));
            assertFalse(home.keys.find(SubjectKeys.person("p-1")).isPresent(), "nothing makes it anew");
        }
    }

    /** Keys of which the first person's is destroyed in the moment before a scan asks for it. */
    private record ErasedMeanwhile(SubjectKeys keys) implements SubjectKeys {

        private void erase(String subject) {
            if (subject.equals(SubjectKeys.person("p-1"))) {
                keys.destroy(subject);
            }
        }

        @Override
        public SubjectKey keyFor(String subject) {
            erase(subject);
            return keys.keyFor(subject);
        }

        @Override
        public Optional<SubjectKey> find(String subject) {
            erase(subject);
            return keys.find(subject);
        }

        @Override
        public boolean destroy(String subject) {
            return keys.destroy(subject);
        }
    }

    @Test
    void aScanThatRunsWhileSomebodyIsErasedKeepsNothingOfThem() throws Exception {
        Files.writeString(folder.resolve("1.mp4"), "face 1000 3000 1 0.8\nface 1000 3000 2 0.9");
        try (PlayHome home = new PlayHome(folder.resolve("home"), CLOCK)) {
            home.enrol(1);
            home.enrol(2);
            try (ScanService service = new BatchScanService(
                    home.home,
                    home.database,
                    new ErasedMeanwhile(home.keys),
                    PlayHome.settings(2),
                    home.parts(),
                    CLOCK,
                    () -> {})) {
                service.scan(
                        ScanRequest.ofPaths(List.of(folder.resolve("1.mp4")), Sampling.nightly()),
                        new PlayHome.Heard(),
                        StopSignal.manual());
            }
            assertFalse(home.keys.find(SubjectKeys.person("p-1")).isPresent(), "nothing makes it anew");
            assertEquals(
                    List.of("p-2"),
                    sql(home)
                            .sql("SELECT person FROM scan_decision")
                            .query(String.class)
                            .list());
        }
    }

    @Test
    void picturesOfAnEarlierVersionAreSealedAndNothingIsLeftOfThem() throws Exception {
        try (PlayHome home = scanned()) {
            byte[] one = home.findings().picture("F-000001", 1).orElseThrow();
            byte[] two = home.findings().picture("F-000002", 1).orElseThrow();
            JdbcClient sql = sql(home);
            sql.sql("UPDATE scan_picture SET jpeg = ?, sealed = 0 WHERE finding = 1 AND picture = 1")
                    .param(one)
                    .update();
            sql.sql("UPDATE scan_picture SET jpeg = ?, sealed = 0 WHERE finding = 2 AND picture = 1")
                    .param(two)
                    .update();
            Path pictures = Files.createDirectories(home.home.runs().resolve("R-000001/pictures"));
            Files.write(pictures.resolve("F-000001-1.jpg"), one);
            Traces traces = new Traces().add("one", one).add("two", two);
            assertFalse(traces.in(folder.resolve("home")).isEmpty(), "an earlier version's home shows them");

            assertEquals(3, PicturesAtRest.tidy(home.home, home.database, home.keys));

            assertEquals(List.of(), traces.in(folder));
            assertArrayEquals(one, home.findings().picture("F-000001", 1).orElseThrow());
            assertArrayEquals(two, home.findings().picture("F-000002", 1).orElseThrow());
            assertEquals(0, PicturesAtRest.tidy(home.home, home.database, home.keys));
            assertEquals(
                    0L,
                    sql.sql("SELECT count(*) FROM privacy_task")
                            .query(Long.class)
                            .single());
        }
    }
}
