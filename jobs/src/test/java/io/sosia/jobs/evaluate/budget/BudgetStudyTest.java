package io.sosia.jobs.evaluate.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.indexer.calibration.MatedScores;
import io.sosia.indexer.calibration.TailRules;
import io.sosia.indexer.registry.PersonId;
import io.sosia.jobs.evaluate.budget.BudgetScores.Mate;
import io.sosia.jobs.evaluate.budget.BudgetScores.Probe;
import io.sosia.jobs.evaluate.budget.BudgetScores.Strangers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BudgetStudyTest {

    private static final int REGISTERED = 300;
    private static final MatedScores EXPECTED = new MatedScores(0.7, 0.1, 300);

    private final SplittableRandom random = new SplittableRandom(5);

    @Test
    void aPromiseIsKeptOnStrangersWhoWereNotInTheStream() throws InterruptedException {
        BudgetScores scores = new BudgetScores(
                REGISTERED, List.of(strangers("near", 400, 0.04), strangers("far", 400, 0.035)), mates(200));
        List<BudgetFigure> figures = study(12).measure(scores, List.of(0.01, 0.05), List.of(0.0, 0.05), 2, done -> {});
        assertEquals(12, figures.size());
        for (BudgetFigure figure : figures) {
            assertTrue(
                    figure.measured() > figure.promised() / 2 && figure.measured() < figure.promised() * 2,
                    () -> figure.toString());
            assertEquals(figure.trueMatches(), figure.trueMatchesFound(), 0.01, () -> figure.toString());
            assertTrue(figure.cllr() < 0.3 && figure.cllrLeast() <= figure.cllr(), () -> figure.toString());
            assertTrue(figure.low() <= figure.measured() && figure.measured() <= figure.high());
        }
        BudgetFigure near = figures.getFirst();
        BudgetFigure far = figures.get(4);
        assertEquals("near", near.strangers());
        assertEquals("far", far.strangers());
        assertTrue(near.threshold() > far.threshold());
        assertEquals(BudgetStudy.MIXTURE, figures.getLast().strangers());
    }

    @Test
    void strangersAreDividedByPerson() throws InterruptedException {
        // One person has a double, in every photo: they are in the stream, or tried, and never both.
        Map<String, List<Probe>> people =
                new LinkedHashMap<>(strangers("any", 200, 0.04).people());
        people.put("double", java.util.Collections.nCopies(40, new Probe(0.58, new PersonId("r-1"))));
        BudgetScores scores = new BudgetScores(REGISTERED, List.of(new Strangers("any", people)), mates(50));
        BudgetFigure figure = study(40)
                .measure(scores, List.of(0.01), List.of(0.0), 2, done -> {})
                .getFirst();
        // Tried, they are 40 of 340 photos, and else none: the spread is of that kind.
        assertTrue(figure.deviation() > 0.03, () -> figure.toString());
    }

    @Test
    void oneSeedGivesOneResultHoweverManyWorkers() throws InterruptedException {
        BudgetScores scores = new BudgetScores(REGISTERED, List.of(strangers("any", 150, 0.04)), mates(50));
        assertEquals(
                study(5).measure(scores, List.of(0.01), List.of(0.01), 1, done -> {}),
                study(5).measure(scores, List.of(0.01), List.of(0.01), 2, done -> {}));
    }

    @Test
    void withoutAnybodyToFindNothingIsMeasured() {
        BudgetScores scores = new BudgetScores(REGISTERED, List.of(strangers("any", 150, 0.04)), List.of());
        assertThrows(
                IllegalArgumentException.class,
                () -> study(5).measure(scores, List.of(0.01), List.of(0.0), 1, done -> {}));
    }

    private static BudgetStudy study(int splits) {
        return new BudgetStudy(TailRules.standard(), EXPECTED, splits, 1);
    }

    /** The largest of as many exponential scores as people are registered; two photos each. */
    private Strangers strangers(String name, int count, double scale) {
        Map<String, List<Probe>> people = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            List<Probe> probes = new ArrayList<>();
            for (int photo = 0; photo < 2; photo++) {
                double score = -scale * Math.log1p(-Math.pow(random.nextDouble(), 1.0 / REGISTERED));
                probes.add(new Probe(Math.min(1, score), new PersonId("r-" + random.nextInt(REGISTERED))));
            }
            people.put("s-" + i, probes);
        }
        return new Strangers(name, people);
    }

    private List<Mate> mates(int count) {
        List<Mate> mates = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            PersonId person = new PersonId("r-" + i);
            double score = Math.clamp(0.7 + 0.1 * random.nextGaussian(), -1.0, 1.0);
            mates.add(new Mate(person, new Probe(score, person), score));
        }
        return mates;
    }
}
