package io.sosia.jobs.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sosia.detector.media.Sampling;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.indexer.seal.MasterKey;
import io.sosia.jobs.config.Home;
import io.sosia.jobs.config.NotReadyException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job on a real PostgreSQL: its own SQL, Spring Batch's, and the lock that holds for all machines. */
class ScanJobPostgresIT {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-20T01:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private Path folder;

    @Test
    void scansAgainErasesAndRefusesASecondMachine() throws Exception {
        Path videos = Files.createDirectories(folder.resolve("drama-7"));
        Files.writeString(videos.resolve("1.mp4"), "face 1000 3000 1 0.8\nface 2000 3000 2 0.9");
        Files.writeString(videos.resolve("2.mp4"), "fail DAMAGED");
        ScanRequest request = ScanRequest.ofPaths(List.of(videos), Sampling.nightly());
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
                RegisterDatabase database =
                        RegisterDatabase.open(postgres.getJdbcUrl("postgres", "postgres"), "postgres", "postgres");
                RegisterDatabase second =
                        RegisterDatabase.open(postgres.getJdbcUrl("postgres", "postgres"), "postgres", "postgres");
                PlayHome home = new PlayHome(Home.prepare(folder.resolve("one")), database, CLOCK);
                PlayHome other = new PlayHome(
                        Home.prepare(folder.resolve("two")),
                        second,
                        CLOCK,
                        Map.of(MasterKey.FILE_VARIABLE, home.home.masterKey().toString()))) {
            home.enrol(1);
            home.enrol(2);
            home.before = video -> {
                if (video.endsWith("1.mp4")) {
                    assertThrows(NotReadyException.class, () -> scan(other, request));
                }
            };

            ScanSummary first = scan(home, request);
            ScanSummary again = scan(other, request);

            assertEquals(2, first.findings());
            assertEquals(1, first.notScanned());
            assertEquals(2, again.unchanged());
            assertEquals(0, other.looks.get());
            home.register.erase(new PersonId("p-1"));
            assertEquals(1, home.findings().erase(new PersonId("p-1")));
        }
    }

    private static ScanSummary scan(PlayHome home, ScanRequest request) throws Exception {
        try (ScanService service = home.service()) {
            return service.scan(request, new PlayHome.Heard(), StopSignal.manual());
        }
    }
}
