package io.sosia.jobs.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.indexer.match.Verdict;
import io.sosia.jobs.evaluate.ScanAccuracy.FoundPerson;
import io.sosia.jobs.evaluate.ScanAccuracy.Span;
import io.sosia.jobs.evaluate.statistics.Interval;
import io.sosia.jobs.evaluate.statistics.Resampling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConditionLossTest {

    private static final Resampling RESAMPLING = new Resampling(500, 7);
    private static final Path PLAIN = Path.of("/films/plain/1.mp4");
    private static final Path FAST = Path.of("/films/speed-125/1.mp4");

    private static String person(int number) {
        return "p" + number / 2;
    }

    /** A hundred appearances of fifty people, ten seconds apart in the plain film. */
    private static List<TrueAppearance> truth(Path video, double speed) {
        List<TrueAppearance> truth = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            truth.add(new TrueAppearance(
                    video,
                    Optional.of(person(i)),
                    Math.round(10_000 * i / speed),
                    Math.round((10_000 * i + 3_000) / speed),
                    Optional.of(i + 1)));
        }
        return truth;
    }

    private static List<FoundPerson> allBut(List<TrueAppearance> truth, Integer... missed) {
        List<Integer> left = List.of(missed);
        return truth.stream()
                .filter(a -> !left.contains(a.number().orElseThrow()))
                .map(a -> new FoundPerson(
                        a.video(),
                        a.person().orElseThrow(),
                        Verdict.REVIEW,
                        List.of(new Span(a.startMs(), a.startMs() + 100))))
                .toList();
    }

    private static ConditionLoss loss(
            List<TrueAppearance> plain, List<FoundPerson> inPlain, List<TrueAppearance> here, List<FoundPerson> found) {
        return ConditionLoss.of(plain, inPlain, here, found, person -> true, RESAMPLING);
    }

    @Test
    void pointsAreThoseLostLessThoseGained() {
        List<TrueAppearance> plain = truth(PLAIN, 1);
        List<TrueAppearance> fast = truth(FAST, 1.25);
        ConditionLoss loss = loss(plain, allBut(plain, 1, 2), fast, allBut(fast, 2, 10, 20, 30));
        assertEquals(100, loss.appearances());
        assertEquals(4, loss.missed().count());
        assertEquals(2, loss.missedInPlain().count());
        assertEquals(3, loss.lost());
        assertEquals(1, loss.gained());
        assertEquals(2.0, loss.points(), 1e-12);
        assertTrue(loss.interval().orElseThrow().holds(2.0));
        assertTrue(loss.interval().orElseThrow().holds(0.0), "four differences of a hundred are no proof");
    }

    @Test
    void wherenothingDiffersTheIntervalIsStillNotNothing() {
        List<TrueAppearance> plain = truth(PLAIN, 1);
        Interval interval = loss(plain, allBut(plain, 5), plain, allBut(plain, 5))
                .interval()
                .orElseThrow();
        // Bonett and Price: 1.96 * sqrt(2 / 102) / sqrt(102), in points.
        assertEquals(2.717, interval.high(), 1e-3);
        assertEquals(-2.717, interval.low(), 1e-3);
    }

    @Test
    void onePersonsAppearancesHangTogether() {
        List<TrueAppearance> plain = truth(PLAIN, 1);
        // Ten appearances of five people, and ten of ten: the first tell less.
        Interval five = loss(plain, allBut(plain), plain, allBut(plain, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10))
                .interval()
                .orElseThrow();
        Interval ten = loss(plain, allBut(plain), plain, allBut(plain, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19))
                .interval()
                .orElseThrow();
        assertTrue(five.high() > ten.high(), five + " " + ten);
    }

    @Test
    void whatACropTookOutIsInNeitherCount() {
        List<TrueAppearance> plain = truth(PLAIN, 1);
        List<TrueAppearance> cropped = plain.subList(0, 60);
        ConditionLoss loss = loss(plain, allBut(plain, 100), cropped, allBut(cropped, 1));
        assertEquals(60, loss.appearances());
        assertEquals(0, loss.missedInPlain().count());
        assertEquals(100.0 / 60, loss.points(), 1e-12);
    }

    @Test
    void aPlainFilmInWhichNobodyIsFoundAndATruthCutShortTellNothing() {
        List<TrueAppearance> plain = truth(PLAIN, 1);
        List<TrueAppearance> shortened = plain.subList(0, 40);
        ConditionLoss all = loss(plain, allBut(plain), plain, allBut(plain));
        ConditionLoss nobody = loss(plain, List.of(), plain, List.of());
        assertFalse(all.tellsNothing(all));
        assertEquals(0.0, nobody.points());
        assertTrue(nobody.tellsNothing(nobody));
        assertTrue(loss(plain, allBut(plain), shortened, allBut(shortened)).tellsNothing(all));
    }

    @Test
    void onlyThoseWhoAreMeasuredCount() {
        List<TrueAppearance> plain = truth(PLAIN, 1);
        ConditionLoss loss =
                ConditionLoss.of(plain, allBut(plain), plain, allBut(plain, 1, 3), "p1"::equals, RESAMPLING);
        assertEquals(2, loss.appearances());
        assertEquals(50.0, loss.points(), 1e-12);
        ConditionLoss nobody =
                ConditionLoss.of(plain, allBut(plain), plain, allBut(plain), person -> false, RESAMPLING);
        assertTrue(Double.isNaN(nobody.points()) && nobody.interval().isEmpty());
        assertFalse(new RobustnessGate("mirror", "mirrored", Optional.of(2.0), "asked").allows(nobody.points()));
    }
}
