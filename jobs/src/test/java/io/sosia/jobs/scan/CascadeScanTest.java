package io.sosia.jobs.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.detector.media.Sampling;
import io.sosia.indexer.match.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A scan in which a second recogniser looks closer. The threshold is 0.5, and 0.6 of the score is that recogniser's. */
class CascadeScanTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-20T01:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private Path folder;

    private Path videos;

    @BeforeEach
    void folders() throws IOException {
        videos = Files.createDirectories(folder.resolve("drama-7"));
    }

    @Test
    void aFindingTellsWhatEachRecogniserSays() throws Exception {
        film("1.mp4", "face 1000 3000 1 0.6 0.9");
        try (PlayHome home = home()) {
            home.enrolInBoth(1);

            Finding finding = findings(home).getFirst();

            assertEquals(0.4 * 0.6 + 0.6 * 0.9, finding.similarity(), 1e-3);
            assertEquals(
                    Map.of("play", 0.6, "play-strong", 0.9),
                    finding.similarities().orElseThrow());
            assertEquals(
                    List.of("play", "play-strong"),
                    List.copyOf(finding.similarities().orElseThrow().keySet()));
            assertEquals(Verdict.UNLICENSED, finding.verdict());
            assertEquals(
                    PlayVideo.STRONG_SPACE.id(),
                    finding.conditions().strong().orElseThrow().space());
            assertEquals(0.6, finding.appearances().getFirst().similarity(), 1e-3);
            assertEquals(finding, JsonLines.read(JsonLines.stored(finding), Finding.class));
            assertTrue(
                    JsonLines.line(finding).contains("\"similarities\":{\"play\":0.6,\"play-strong\":0.9}"),
                    JsonLines.line(finding));
        }
    }

    @Test
    void theStrongOneClearsWhomTheQuickOneAccuses() throws Exception {
        film("1.mp4", "face 1000 3000 1 0.6 0.2");
        try (PlayHome home = home()) {
            home.enrolInBoth(1);

            assertEquals(List.of(), findings(home));
            assertEquals(1, home.strongPasses.get());
        }
    }

    @Test
    void andFindsWhomTheQuickOneWouldMiss() throws Exception {
        film("1.mp4", "face 1000 3000 1 0.4 0.8");
        try (PlayHome home = home()) {
            home.enrolInBoth(1);

            assertEquals("p-1", findings(home).getFirst().person());
        }
    }

    @Test
    void itIsNotAskedWhereTheQuickOneRulesEverybodyOut() throws Exception {
        film("1.mp4", "face 1000 3000 1 0.3 1", "face 4000 6000 2 0.1 1");
        try (PlayHome home = home()) {
            home.enrolInBoth(1);

            assertEquals(List.of(), findings(home));
            assertEquals(0, home.strongPasses.get());
        }
    }

    @Test
    void whoWasRegisteredBeforeItIsFoundForReview() throws Exception {
        film("1.mp4", "face 1000 3000 1 0.9 0.9");
        try (PlayHome home = home()) {
            home.enrol(1);

            Finding finding = findings(home).getFirst();

            assertEquals(Verdict.REVIEW, finding.verdict());
            assertEquals(0.9, finding.similarity(), 1e-3);
            assertEquals(Optional.of(Map.of("play", 0.9)), finding.similarities());
            assertTrue(finding.explanation().contains("play alone"), finding.explanation());

            home.enrolInBoth(1);

            assertEquals(Verdict.UNLICENSED, findings(home).getFirst().verdict());
        }
    }

    @Test
    void oneVideoUnderTwoNamesIsLookedCloserAtOnce() throws Exception {
        film("1.mp4", "face 1000 3000 1 0.6 0.9");
        Files.copy(videos.resolve("1.mp4"), videos.resolve("2.mp4"));
        try (PlayHome home = home()) {
            home.enrolInBoth(1);

            assertEquals(2, findings(home).size());
            assertEquals(1, home.looks.get());
            assertEquals(1, home.strongPasses.get());
        }
    }

    @Test
    void anotherRecogniserAsksForANewLook() throws Exception {
        film("1.mp4", "face 1000 3000 1 0.6 0.2");
        try (PlayHome home = new PlayHome(folder.resolve("home"), CLOCK)) {
            home.enrolInBoth(1);
            assertEquals(1, findings(home).size());

            assertEquals(List.of(), findings(home.lookingCloser()));
            assertEquals(2, home.looks.get());
        }
    }

    private PlayHome home() throws Exception {
        return new PlayHome(folder.resolve("home"), CLOCK).lookingCloser();
    }

    private void film(String name, String... lines) throws IOException {
        Files.writeString(videos.resolve(name), String.join("\n", lines));
    }

    private List<Finding> findings(PlayHome home) throws Exception {
        PlayHome.Heard heard = new PlayHome.Heard();
        try (ScanService service = home.service()) {
            service.scan(ScanRequest.ofPaths(List.of(videos), Sampling.nightly()), heard, StopSignal.manual());
        }
        return heard.findings;
    }
}
