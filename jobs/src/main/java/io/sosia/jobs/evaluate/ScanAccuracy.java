package io.sosia.jobs.evaluate;

import io.sosia.indexer.match.Verdict;
import io.sosia.jobs.evaluate.statistics.Frequency;
import io.sosia.jobs.evaluate.statistics.Proportion;
import io.sosia.jobs.evaluate.statistics.Resampling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What a scan found of a part of the people, against the truth.
 *
 * <p>An appearance of a registered person is found if a finding of that person in that video, whatever its verdict, has
 * an appearance that overlaps it in time. A span in which a finding, again whatever its verdict, says that somebody is
 * seen is false if it overlaps no true appearance of its person: somebody was taken for them, whether or not a licence
 * then covers it. Spans are judged one by one, since one finding holds all of a person's tracks in a video: that they
 * are there once does not make a stranger theirs. A finding is false if one of its spans is. Everybody who is not
 * registered is a stranger; a stranger is accused if a false span of a finding that says {@code UNLICENSED} overlaps
 * their appearance (several may be, where several are in the picture: the truth has no places, only times; and for the
 * same reason a stranger is not told apart while the person that they are taken for is in the picture too).
 *
 * <p>Intervals tell of other people, registered ones and strangers drawn apart, in films like these. A false finding
 * counts with the person whom it names.
 *
 * @param part of whom: the people who are found, named falsely, or accused
 * @param missed of the appearances of registered people, those not found
 * @param foundForReview of those found, the ones that only a finding for review covers
 * @param falsePerHour findings that have a false span, in the hours of all videos
 * @param falseForReview of those, the ones that are for review, so that a person looks before anybody is accused
 * @param accused of the appearances of people who are not registered, those accused
 */
public record ScanAccuracy(
        Part part,
        Proportion missed,
        int foundForReview,
        Frequency falsePerHour,
        int falseForReview,
        Proportion accused) {

    private static final double MILLIS_PER_HOUR = 3_600_000;

    /**
     * Measures.
     *
     * @param registered everybody who can be found
     * @param videoMs running time of all videos together
     * @param parts everybody first
     * @return one for each part, in order
     */
    public static List<ScanAccuracy> of(
            List<TrueAppearance> truth,
            List<FoundPerson> findings,
            Set<String> registered,
            long videoMs,
            List<Part> parts,
            Resampling resampling) {
        return parts.stream()
                .map(part -> of(truth, findings, registered, videoMs, part, resampling))
                .toList();
    }

    private static ScanAccuracy of(
            List<TrueAppearance> truth,
            List<FoundPerson> findings,
            Set<String> registered,
            long videoMs,
            Part part,
            Resampling resampling) {
        List<FoundPerson> wrong = findings.stream()
                .map(f -> new FoundPerson(f.video(), f.person(), f.verdict(), falseSpans(f, truth)))
                .filter(f -> !f.spans().isEmpty())
                .toList();
        People people = new People();
        registered.stream().filter(part::holds).sorted().forEach(people::number);
        int known = people.count();
        Tally appearances = new Tally();
        Tally strangers = new Tally();
        int forReview = 0;
        int unnamed = 0;
        for (TrueAppearance appearance : truth) {
            if (!part.holds(appearance.person().orElse(""))) {
                continue;
            }
            if (appearance.person().filter(registered::contains).isPresent()) {
                List<FoundPerson> covering = findings.stream()
                        .filter(f -> isOf(appearance, f.person()) && covers(f, appearance))
                        .toList();
                appearances.add(people.number(appearance.person().get()), covering.isEmpty());
                forReview +=
                        !covering.isEmpty() && covering.stream().allMatch(f -> f.verdict() == Verdict.REVIEW) ? 1 : 0;
            } else {
                // Whom nobody can know may be somebody else each time.
                int nameless = unnamed;
                String stranger = appearance.person().orElseGet(() -> "\0" + nameless);
                unnamed++;
                strangers.add(
                        people.number(stranger),
                        wrong.stream().anyMatch(f -> f.verdict() == Verdict.UNLICENSED && covers(f, appearance)));
            }
        }
        List<FoundPerson> concerned =
                wrong.stream().filter(f -> part.holds(f.person())).toList();
        int[] named =
                concerned.stream().mapToInt(f -> people.number(f.person())).toArray();
        int[] strata = new int[people.count()];
        Arrays.fill(strata, known, strata.length, 1);
        double[][] replicates = resampling.run(strata, 3, (times, into) -> {
            into[0] = appearances.rate(times);
            into[1] = Arrays.stream(named).map(person -> times[person]).sum();
            into[2] = strangers.rate(times);
        });
        return new ScanAccuracy(
                part,
                appearances.proportion(replicates[0]),
                forReview,
                Frequency.of(concerned.size(), videoMs / MILLIS_PER_HOUR, replicates[1]),
                (int) concerned.stream()
                        .filter(f -> f.verdict() == Verdict.REVIEW)
                        .count(),
                strangers.proportion(replicates[2]));
    }

    /** Of people's appearances those that came out one way. */
    private static final class Tally {

        private final List<Integer> people = new ArrayList<>();
        private final List<Boolean> counted = new ArrayList<>();

        void add(int person, boolean counts) {
            people.add(person);
            counted.add(counts);
        }

        double rate(int[] times) {
            long all = 0;
            long count = 0;
            for (int i = 0; i < people.size(); i++) {
                all += times[people.get(i)];
                count += counted.get(i) ? times[people.get(i)] : 0;
            }
            return all == 0 ? Double.NaN : (double) count / all;
        }

        Proportion proportion(double[] replicates) {
            return Proportion.of(
                    counted.stream().filter(c -> c).count(),
                    people.size(),
                    (int) people.stream().distinct().count(),
                    replicates);
        }
    }

    /** Appearances of registered people. */
    public long appearances() {
        return missed.trials();
    }

    /** Of those, the ones found. */
    public long found() {
        return missed.others().count();
    }

    /** Whether a registered person's appearance is found: a finding of theirs, whatever its verdict, covers it. */
    static boolean isFound(TrueAppearance appearance, List<FoundPerson> findings) {
        return findings.stream().anyMatch(f -> isOf(appearance, f.person()) && covers(f, appearance));
    }

    private static boolean isOf(TrueAppearance appearance, String person) {
        return appearance.person().filter(person::equals).isPresent();
    }

    private static List<Span> falseSpans(FoundPerson finding, List<TrueAppearance> truth) {
        List<TrueAppearance> own = truth.stream()
                .filter(t -> t.video().equals(finding.video()) && isOf(t, finding.person()))
                .toList();
        return finding.spans().stream()
                .filter(s -> own.stream().noneMatch(t -> t.overlaps(s.startMs(), s.endMs())))
                .toList();
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
