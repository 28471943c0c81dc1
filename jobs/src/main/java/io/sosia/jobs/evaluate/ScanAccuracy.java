package io.sosia.jobs.evaluate;

import io.sosia.indexer.match.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What a scan found, against the truth.
 *
 * <p>An appearance of a registered person is found if a finding of that person in that video, whatever its verdict, has
 * an appearance that overlaps it in time. A finding, again whatever its verdict, is false if it overlaps no true
 * appearance of its person: somebody was taken for them, whether or not a licence then covers it. Everybody who is not
 * registered is a stranger; a stranger is accused if a false finding that says {@code UNLICENSED} overlaps their
 * appearance (several may be, where several are in the picture: the truth has no places, only times).
 *
 * @param appearances of registered people
 * @param found of those
 * @param missed the rest
 * @param foundForReview of those found, the ones that only a finding for review covers
 * @param falseFindings findings of somebody who was not there
 * @param falseForReview of those, the ones that are for review, so that a person looks before anybody is accused
 * @param fnir {@code missed / appearances}; not a number without appearances
 * @param falsePerHour false findings for each hour of video; not a number without video
 * @param strangers appearances of people who are not registered
 * @param strangersAccused of those
 */
public record ScanAccuracy(
        int appearances,
        int found,
        int missed,
        int foundForReview,
        int falseFindings,
        int falseForReview,
        double fnir,
        double falsePerHour,
        int strangers,
        int strangersAccused) {

    private static final double MILLIS_PER_HOUR = 3_600_000;

    /**
     * Measures.
     *
     * @param registered everybody who can be found
     * @param videoMs running time of all videos together
     */
    public static ScanAccuracy of(
            List<TrueAppearance> truth, List<FoundPerson> findings, Set<String> registered, long videoMs) {
        List<FoundPerson> wrong = findings.stream()
                .filter(f -> truth.stream().noneMatch(t -> isOf(t, f.person()) && covers(f, t)))
                .toList();
        int appearances = 0;
        int found = 0;
        int forReview = 0;
        int strangers = 0;
        int accused = 0;
        for (TrueAppearance appearance : truth) {
            boolean known = appearance.person().filter(registered::contains).isPresent();
            if (known) {
                List<FoundPerson> covering = findings.stream()
                        .filter(f -> isOf(appearance, f.person()) && covers(f, appearance))
                        .toList();
                appearances++;
                found += covering.isEmpty() ? 0 : 1;
                forReview +=
                        !covering.isEmpty() && covering.stream().allMatch(f -> f.verdict() == Verdict.REVIEW) ? 1 : 0;
            } else {
                strangers++;
                accused += wrong.stream().anyMatch(f -> f.verdict() == Verdict.UNLICENSED && covers(f, appearance))
                        ? 1
                        : 0;
            }
        }
        int missed = appearances - found;
        return new ScanAccuracy(
                appearances,
                found,
                missed,
                forReview,
                wrong.size(),
                (int) wrong.stream().filter(f -> f.verdict() == Verdict.REVIEW).count(),
                appearances == 0 ? Double.NaN : (double) missed / appearances,
                videoMs == 0 ? Double.NaN : wrong.size() * MILLIS_PER_HOUR / videoMs,
                strangers,
                accused);
    }

    private static boolean isOf(TrueAppearance appearance, String person) {
        return appearance.person().filter(person::equals).isPresent();
    }

    private static boolean covers(FoundPerson finding, TrueAppearance appearance) {
        return finding.video().equals(appearance.video())
                && finding.spans().stream().anyMatch(s -> appearance.overlaps(s.startMs(), s.endMs()));
    }

    /**
     * What matters here of a finding.
     *
     * @param video absolute
     */
    public record FoundPerson(Path video, String person, Verdict verdict, List<Span> spans) {
        /** Copies the spans. */
        public FoundPerson {
            spans = List.copyOf(spans);
        }
    }

    /**
     * A time during which somebody is seen.
     *
     * @param startMs milliseconds into the video
     * @param endMs likewise
     */
    public record Span(long startMs, long endMs) {}
}
