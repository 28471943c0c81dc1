package io.sosia.jobs.evaluate.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.indexer.match.Verdict;
import io.sosia.jobs.evaluate.Identification;
import io.sosia.jobs.evaluate.Identification.MatedSearch;
import io.sosia.jobs.evaluate.Identification.NonMatedSearch;
import io.sosia.jobs.evaluate.Part;
import io.sosia.jobs.evaluate.PeopleGroup;
import io.sosia.jobs.evaluate.ScanAccuracy;
import io.sosia.jobs.evaluate.ScanAccuracy.FoundPerson;
import io.sosia.jobs.evaluate.ScanAccuracy.Span;
import io.sosia.jobs.evaluate.ScoredPair;
import io.sosia.jobs.evaluate.TrueAppearance;
import io.sosia.jobs.evaluate.Verification;
import io.sosia.jobs.evaluate.report.Measurement.Fact;
import io.sosia.jobs.evaluate.statistics.Resampling;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationPageTest {

    private static final Resampling RESAMPLING = new Resampling(200, 7);
    private static final Pattern NUMBER = Pattern.compile("[0-9]+(?:\\.[0-9]+)?");

    @TempDir
    private Path folder;

    private static Measurement measurement(String dataSet, String setting) {
        return new Measurement(
                dataSet,
                List.of(new Fact("Photos", "500 of 160 people"), new Fact("Digest of the photos", "SHA-256 0123abcd")),
                List.of(new Fact("Recogniser", "drawn, SHA-256 4567cdef")),
                "Sosia 0, commit unknown",
                List.of(new Fact("Setting", setting)),
                RESAMPLING,
                Instant.parse("2026-11-20T10:00:00Z"));
    }

    /** Scores of people who do not exist: mates about 0.7, strangers about 0.35. */
    private static Identification identification(String group) {
        SplittableRandom random = new SplittableRandom(11);
        List<MatedSearch> mated = IntStream.range(0, 120)
                .mapToObj(i -> {
                    double similarity = Math.min(0.98, 0.7 + 0.12 * random.nextGaussian());
                    return new MatedSearch("Mate_" + i / 2, similarity > 0.42, similarity);
                })
                .toList();
        List<NonMatedSearch> others = IntStream.range(0, 400)
                .mapToObj(i -> new NonMatedSearch(
                        "Stranger_" + i / 4, i == 7 ? Double.NEGATIVE_INFINITY : 0.35 + 0.06 * random.nextGaussian()))
                .toList();
        Set<String> members = Stream.concat(
                        IntStream.range(0, 10).mapToObj(i -> "Mate_" + i),
                        IntStream.range(0, 30).mapToObj(i -> "Stranger_" + i))
                .collect(Collectors.toSet());
        return Identification.of(60, mated, others, Part.of(List.of(new PeopleGroup(group, members))), RESAMPLING);
    }

    /** Numbers may differ a little, since another processor may round otherwise; all else may not. */
    @Test
    void looksAsItDid() throws IOException {
        Path page = FaceReports.of(identification("half-moon"), measurement("drawn", "none"), List.of("A notice."))
                .write(folder);
        String drawn = Files.readString(page);
        if (Boolean.getBoolean("sosia.renew")) {
            Files.writeString(Path.of("src/test/resources/io/sosia/jobs/evaluate/report/identification.html"), drawn);
            return;
        }
        String golden;
        try (var in = Objects.requireNonNull(EvaluationPageTest.class.getResourceAsStream("identification.html"))) {
            golden = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        assertEquals(
                NUMBER.matcher(golden).replaceAll("#"), NUMBER.matcher(drawn).replaceAll("#"));
        List<String> expected = numbers(golden);
        List<String> actual = numbers(drawn);
        for (int i = 0; i < expected.size(); i++) {
            // One in the last digit that is printed.
            int digits = Math.max(decimals(expected.get(i)), decimals(actual.get(i)));
            double tolerance = digits == 0 ? 0 : 1.01 * Math.pow(10, -digits);
            assertEquals(
                    Double.parseDouble(expected.get(i)), Double.parseDouble(actual.get(i)), tolerance, "number " + i);
        }
    }

    private static int decimals(String number) {
        int point = number.indexOf('.');
        return point < 0 ? 0 : number.length() - point - 1;
    }

    private static List<String> numbers(String page) {
        return NUMBER.matcher(page).results().map(MatchResult::group).toList();
    }

    @Test
    void whatOthersNamedIsTextAndNobodyIsNamed() throws IOException {
        String hostile = "<script>alert(1)</script>\"'&{{kind}}\u202Etxt\u0007";
        Path file = FaceReports.of(identification(hostile), measurement(hostile, hostile), List.of(hostile))
                .write(folder.resolve("new/folder"));
        String page = Files.readString(file);
        assertHarmless(page);
        assertTrue(page.contains("&lt;script&gt;alert(1)&lt;"), page);
        assertTrue(page.contains("&quot;&#39;&amp;{{kind}}\uFFFDtxt\uFFFD"), page);
        assertFalse(page.contains("Mate_") || page.contains("Stranger_"), "nobody is named");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(folder.resolve("new/folder/index.html").toAbsolutePath(), file);
    }

    private static void assertHarmless(String page) {
        assertFalse(page.contains("<script"), page);
        assertFalse(page.contains("://") || page.contains("url("), "nothing is fetched");
        assertFalse(Pattern.compile("<[^>]* on[a-z]+=").matcher(page).find(), "no handler on the page");
        assertTrue(page.contains("default-src 'none'"), page);
        assertFalse(page.contains("NaN") || page.contains("Infinity"), page);
    }

    @Test
    void saysWhatIsTooLittleForARate() throws IOException {
        String page =
                Files.readString(FaceReports.of(identification("half-moon"), measurement("drawn", "none"), List.of())
                        .write(folder));
        assertTrue(
                page.contains("FPIR 0.001 cannot be measured on 400 searches for others, which would have to be 1,000"),
                page);
        assertTrue(
                page.contains(
                        "“half-moon” is too small for some rates: 20 searches for them and 120 searches for others"),
                page);
        assertTrue(page.contains("too few"), page);
        assertTrue(page.contains("1 more show no face"), page);
    }

    @Test
    void pairsWithoutFoldsHaveNoAccuracy() throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        List<ScoredPair> pairs = IntStream.range(0, 200)
                .mapToObj(i -> new ScoredPair(
                        i % 4,
                        "a" + i / 8,
                        i % 2 == 0 ? "a" + i / 8 : "b" + i / 8,
                        (i % 2 == 0 ? 0.7 : 0.2) + 0.1 * random.nextGaussian()))
                .toList();
        Verification folded = Verification.of(pairs, Part.of(List.of()), RESAMPLING);
        String page = Files.readString(
                FaceReports.of(folded, measurement("drawn", "none"), List.of()).write(folder));
        assertTrue(page.contains("accuracy over the folds"), page);
        assertFalse(page.contains("Side by side"), "there are no groups");
        assertHarmless(page);
        Verification loose = new Verification(
                Optional.empty(),
                folded.parts().stream()
                        .map(part -> new Verification.PartResult(Optional.empty(), part.errors()))
                        .toList(),
                List.of(),
                folded.same(),
                folded.different(),
                Optional.empty());
        assertFalse(Files.readString(FaceReports.of(loose, measurement("drawn", "none"), List.of())
                        .write(folder))
                .contains("ccuracy"));
    }

    @Test
    void aScansPageTellsBothMistakes() throws IOException {
        Path film = Path.of("/films/1.mp4");
        List<TrueAppearance> truth = new ArrayList<>();
        List<FoundPerson> found = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            truth.add(new TrueAppearance(film, Optional.of("p" + i % 20), 1000L * i, 1000L * i + 500));
            if (i != 3) {
                found.add(new FoundPerson(
                        film, "p" + i % 20, Verdict.UNLICENSED, List.of(new Span(1000L * i, 1000L * i + 400))));
            }
        }
        found.add(new FoundPerson(film, "p5", Verdict.UNLICENSED, List.of(new Span(90_000, 91_000))));
        Set<String> registered = IntStream.range(0, 20).mapToObj(i -> "p" + i).collect(Collectors.toSet());
        List<ScanAccuracy> parts = ScanAccuracy.of(truth, found, registered, 7_200_000, Part.of(List.of()), RESAMPLING);
        String page = Files.readString(
                ScanReport.of(parts, measurement("drawn", "none"), List.of()).write(folder));
        assertTrue(page.contains("Scan: 1 of 40 appearances missed, 1 false finding<"), page);
        assertTrue(page.contains("1 in 2.00 h"), page);
        assertTrue(page.contains("0.0250"), page);
        assertHarmless(page);
    }
}
