package io.sosia.jobs.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.detector.media.Sampling;
import io.sosia.indexer.match.Caution;
import io.sosia.indexer.match.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What findings say about the frames that they rest on. */
class CautionScanTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-20T01:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private Path folder;

    @Test
    void severalFramesThatAgreeDecide() throws Exception {
        Finding finding = finding("frames 1000 3000 1 0.8 0.7 0.6");

        assertEquals(Verdict.UNLICENSED, finding.verdict());
        assertEquals(Optional.of(new Finding.Frames(2, 2)), finding.frames());
        assertEquals(Optional.of(List.of()), finding.cautions());
    }

    @Test
    void oneFrameThatTheOthersContradictIsForReview() throws Exception {
        Finding finding = finding("frames 1000 3000 1 0.8 0.9 0.1 0.2");

        assertEquals(Verdict.REVIEW, finding.verdict());
        assertEquals(Optional.of(List.of(Caution.FRAMES_DISAGREE)), finding.cautions());
        assertTrue(finding.explanation().contains("of 3 frames one"), finding.explanation());
    }

    @Test
    void theOnlyFrameDecidesAndSaysSo() throws Exception {
        Finding finding = finding("frames 1000 3000 1 0.8 0.8");

        assertEquals(Verdict.UNLICENSED, finding.verdict());
        assertEquals(Optional.of(List.of(Caution.ONE_FRAME)), finding.cautions());
        assertTrue(finding.explanation().contains("one frame alone"), finding.explanation());
        assertTrue(
                JsonLines.line(finding)
                        .contains("\"frames\":{\"looked\":1,\"agreeing\":1},\"cautions\":[\"ONE_FRAME\"]"),
                JsonLines.line(finding));
        assertEquals(finding, JsonLines.read(JsonLines.stored(finding), Finding.class));
    }

    @Test
    void twoTracksOfOneFrameEachConfirmEachOther() throws Exception {
        Finding finding = finding("frames 1000 3000 1 0.8 0.8", "frames 5000 7000 1 0.7 0.7");

        assertEquals(Verdict.UNLICENSED, finding.verdict());
        assertEquals(Optional.of(List.of()), finding.cautions());
    }

    private Finding finding(String... lines) throws Exception {
        Path videos = Files.createDirectories(folder.resolve("drama-7"));
        write(videos.resolve("1.mp4"), lines);
        PlayHome.Heard heard = new PlayHome.Heard();
        try (PlayHome home = new PlayHome(folder.resolve("home"), CLOCK)) {
            home.enrol(1);
            try (ScanService service = home.service()) {
                service.scan(ScanRequest.ofPaths(List.of(videos), Sampling.nightly()), heard, StopSignal.manual());
            }
        }
        assertEquals(1, heard.findings.size());
        return heard.findings.getFirst();
    }

    private static void write(Path video, String... lines) throws IOException {
        Files.writeString(video, String.join("\n", lines));
    }
}
