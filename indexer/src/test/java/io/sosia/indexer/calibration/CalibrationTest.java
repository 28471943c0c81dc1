package io.sosia.indexer.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.indexer.calibration.Calibration.Source;
import io.sosia.indexer.registry.PersonId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CalibrationTest {

    static final ImpostorTail TAIL = new ImpostorTail(0.36, 0.25, 400, new GeneralisedPareto(-0.1, 0.035));

    @Test
    void withoutReplicatesTheTailIsTakenAtItsWord() {
        Calibration calibration = calibration(List.of(), Map.of(), 1);
        assertEquals(TAIL.score(0.01, 400), calibration.threshold(0.01, 400), 0);
        assertEquals(calibration.threshold(0.01, 400), calibration.interval(0.01, 400)[0], 0);
    }

    @Test
    void theLessATailIsKnownTheHigherTheThresholdIs() {
        double sure = calibration(List.of(TAIL), Map.of(), 1).threshold(0.01, 400);
        ImpostorTail shorter = new ImpostorTail(0.36, 0.2, 400, new GeneralisedPareto(-0.15, 0.03));
        ImpostorTail longer = new ImpostorTail(0.36, 0.3, 400, new GeneralisedPareto(-0.05, 0.04));
        Calibration unsure = calibration(List.of(shorter, longer), Map.of(), 1);
        assertEquals(TAIL.score(0.01, 400), sure, 1e-9);
        assertTrue(unsure.threshold(0.01, 400) > sure);
        // The promise holds on the average of what the fit would be, were it the truth.
        assertEquals(TAIL.score(0.01, 400), sure, 1e-9);
        double[] interval = unsure.interval(0.01, 400);
        assertTrue(interval[0] < unsure.threshold(0.01, 400) && unsure.threshold(0.01, 400) < interval[1]);
    }

    @Test
    void morePeopleNeedAHigherThreshold() {
        Calibration calibration = calibration(List.of(TAIL), Map.of(), 1);
        assertTrue(calibration.threshold(0.01, 800) > calibration.threshold(0.01, 400));
        assertTrue(calibration.threshold(0.001, 400) > calibration.threshold(0.01, 400));
    }

    @Test
    void doublesMoveTheBudgetAndDoNotEnlargeIt() {
        PersonId many = new PersonId("p-1");
        Calibration calibration = calibration(List.of(), Map.of(many, 50.0), 349.0 / 399);
        AlarmThresholds thresholds = AlarmThresholds.of(calibration, 0.01, 400);
        double spent =
                (50 * TAIL.exceedance(thresholds.of(many), 400) + 349 * TAIL.exceedance(thresholds.general(), 400))
                        / 400;
        assertTrue(thresholds.of(many) > thresholds.general());
        assertEquals(0.01, spent, 0.0003);
        assertEquals(thresholds.general(), thresholds.of(new PersonId("p-2")), 0);
    }

    @Test
    void amongFewPeopleTheThresholdSinksNoFurther() {
        Calibration calibration = calibration(List.of(), Map.of(), 1);
        AlarmThresholds few = AlarmThresholds.of(calibration, 0.01, 5);
        assertEquals(AlarmThresholds.of(calibration, 0.01, AlarmThresholds.FEW).general(), few.general(), 0);
        assertTrue(few.expected() < 0.001, () -> few.toString());
        assertEquals(0.01, AlarmThresholds.of(calibration, 0.01, 400).expected(), 0);
    }

    @Test
    void aTableHasNoVersionAndIsProvisional() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Calibration(
                        1,
                        Instant.EPOCH,
                        Source.POPULATION,
                        "a table",
                        "lfw",
                        "any",
                        100,
                        100,
                        TAIL,
                        List.of(),
                        ScoreStream.MATED,
                        1,
                        Map.of(),
                        1));
        assertTrue(new Calibration(
                        0,
                        Instant.EPOCH,
                        Source.POPULATION,
                        "a table",
                        "lfw",
                        "any",
                        100,
                        100,
                        TAIL,
                        List.of(),
                        ScoreStream.MATED,
                        1,
                        Map.of(),
                        1)
                .provisional());
    }

    static Calibration calibration(List<ImpostorTail> replicates, Map<PersonId, Double> doubles, double others) {
        return new Calibration(
                1,
                Instant.EPOCH,
                Source.STREAM,
                "a test",
                "this platform's uploads",
                "any",
                10_000,
                1_000,
                TAIL,
                replicates,
                ScoreStream.MATED,
                1,
                doubles,
                others);
    }
}
