package io.sosia.jobs.scan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.detector.media.Sampling;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunPageTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-20T01:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private Path folder;

    @Test
    void whatOthersNamedIsTextAndNothingIsFetched() throws Exception {
        Files.writeString(folder.resolve("1.mp4"), "face 1000 71900 1 0.8");
        Files.writeString(folder.resolve("m.jsonl"), """
                {"path":"1.mp4","work":"<script>alert(1)</script>","episode":"\\"><img src=x onerror=alert(2)>","uploader":"a'b&c{{run}}"}
                {"path":"1.mp4","work":"\u202Eevil \uD83C\uDFAC مسلسل"}
                {"path":"<b>.mp4"}
                """);
        try (PlayHome home = new PlayHome(folder.resolve("home"), CLOCK)) {
            home.enrol(1);
            ScanSummary summary;
            try (ScanService service = home.service()) {
                summary = service.scan(
                        ScanRequest.ofManifest(folder.resolve("m.jsonl"), Sampling.nightly()),
                        new PlayHome.Heard(),
                        StopSignal.manual());
            }
            Path file = Path.of(summary.page());
            String page = Files.readString(file);

            assertTrue(page.contains("&lt;script&gt;alert(1)&lt;"), page);
            assertTrue(page.contains("&quot;&gt;&lt;img src"), page);
            assertTrue(page.contains("a&#39;b&amp;c{{run}}"), page);
            assertTrue(page.contains("\uFFFDevil \uD83C\uDFAC مسلسل"), page);
            assertTrue(page.contains("&lt;b&gt;.mp4"), page);
            assertFalse(page.contains("<script"), page);
            assertFalse(page.contains("://"), "no address on the page");
            assertFalse(Pattern.compile("<[^>]* on[a-z]+=").matcher(page).find(), "no handler on the page");
            assertTrue(page.contains("Content-Security-Policy"), page);
            assertTrue(page.contains("<dt>Asked for</dt><dd>/<wbr>"), "a path may end its line behind a folder");
            assertTrue(page.contains("/<wbr>m.jsonl<wbr> <wbr></dd>"), page);
            assertTrue(page.contains("<dt>Sampling</dt><dd>nightly<wbr></dd>"), page);
            assertFalse(page.contains("&quot;manifest&quot;"), "no JSON for people to read");
            assertTrue(page.contains("00:01–01:11"), page);
            assertFalse(page.contains("<img"), "no face in the home");
            assertTrue(page.contains("sosia page R-000001 --out FILE"), page);
            assertTrue(page.contains("<dt>Pictures</dt><dd>of <span class=\"chip\">00:"), page);
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            try (Stream<Path> files = Files.list(file.getParent())) {
                assertEquals(List.of(file), files.toList());
            }
        }
    }

    @Test
    void whoAsksForPicturesGetsThemInOneFile() throws Exception {
        Files.writeString(folder.resolve("1.mp4"), "face 1000 71900 1 0.8");
        try (PlayHome home = new PlayHome(folder.resolve("home"), CLOCK)) {
            home.enrol(1);
            ScanSummary summary = scanned(home);
            RunPages pages = RunPages.open(home.home, home.database, home.keys);
            assertEquals(Optional.of(summary.run()), pages.latest());
            assertTrue(pages.knows(summary.run()));
            assertFalse(pages.knows("R-000002") || pages.knows("../R-000001"));
            Path out = folder.resolve("shown.html");
            Files.writeString(out, "what was there before");

            pages.writeWithPictures(summary.run(), out);

            String page = Files.readString(out);
            Matcher pictures =
                    Pattern.compile("src=\"data:image/jpeg;base64,([^\"]*)\"").matcher(page);
            assertTrue(pictures.find(), page);
            byte[] jpeg = Base64.getDecoder().decode(pictures.group(1).replace("&#x3D;", "="));
            assertArrayEquals(home.findings().picture("F-000001", 1).orElseThrow(), jpeg);
            assertTrue(page.contains("img-src data:;"), page);
            assertTrue(page.contains("shows faces of people"), page);
            assertFalse(page.contains("No face is kept"), page);
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(out)));
        }
    }

    @Test
    void pagesOfEarlierVersionsLoseTheirPictures() throws Exception {
        Files.writeString(folder.resolve("1.mp4"), "face 1000 71900 1 0.8");
        try (PlayHome home = new PlayHome(folder.resolve("home"), CLOCK)) {
            home.enrol(1);
            Path page = Path.of(scanned(home).page());
            Files.writeString(page, "<img src=\"pictures/F-000001-1.jpg\">");
            Path pictures = Files.createDirectory(page.resolveSibling("pictures"));
            Path linked = folder.resolve("linked.jpg");
            byte[] face = {1, 2, 3};
            Files.write(pictures.resolve("F-000001-1.jpg"), face);
            // A second name for the same bytes tells whether they were overwritten.
            Files.createLink(linked, pictures.resolve("F-000001-1.jpg"));
            Path forgotten = Files.createDirectories(home.home.runs().resolve("R-000099/pictures"));
            Files.write(forgotten.resolve("F-000001-1.jpg"), face);
            Path other = folder.resolve("other.jpg");
            Files.write(other, face);
            Files.createSymbolicLink(forgotten.resolve("F-000002-1.jpg"), other);
            RunPage pages = new RunPage(
                    home.home, new RunLedger(home.database.dataSource()), new ResultStore(home.database, home.keys));

            assertEquals(3, pages.eraseAllPictures());

            assertFalse(Files.exists(pictures) || Files.exists(forgotten));
            assertArrayEquals(new byte[3], Files.readAllBytes(linked));
            assertArrayEquals(face, Files.readAllBytes(other), "what a link names is not ours");
            assertTrue(Files.readString(page).contains("No face is kept"));
            assertEquals(0, pages.eraseAllPictures());
        }
    }

    private ScanSummary scanned(PlayHome home) throws Exception {
        try (ScanService service = home.service()) {
            return service.scan(
                    ScanRequest.ofPaths(List.of(folder.resolve("1.mp4")), Sampling.nightly()),
                    new PlayHome.Heard(),
                    StopSignal.manual());
        }
    }

    @Test
    void whereNobodyIsRegisteredNobodyWasLookedFor() throws Exception {
        Files.writeString(folder.resolve("1.mp4"), "face 1000 71900 1 0.8");
        try (PlayHome home = new PlayHome(folder.resolve("home"), CLOCK);
                ScanService service = home.service()) {
            ScanSummary summary = service.scan(
                    ScanRequest.ofPaths(List.of(folder.resolve("1.mp4")), Sampling.nightly()),
                    new PlayHome.Heard(),
                    StopSignal.manual());
            String page = Files.readString(Path.of(summary.page()));
            assertEquals(Optional.of(0), summary.people());
            assertTrue(page.contains("Nobody was looked for"), page);
            assertTrue(page.contains("so nobody could be found"), page);
            assertFalse(page.contains("No registered face was found"), page);
        }
    }

    @Test
    void timesAreMinutesUntilThereIsAnHour() {
        assertEquals("00:00", RunPage.time(999));
        assertEquals("59:59", RunPage.time(3_599_999));
        assertEquals("1:00:00", RunPage.time(3_600_000));
    }
}
