package io.sosia.indexer.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.indexer.calibration.ScoreSample.Known;
import io.sosia.indexer.calibration.ScoreSample.Track;
import io.sosia.indexer.registry.PersonId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TailFitterTest {

    private static final int REGISTERED = 500;
    private static final TailFitter FITTER = new TailFitter(TailRules.standard());

    @ParameterizedTest
    @CsvSource({
        "0, 0.01",
        "0.01, 0.01",
        "0.05, 0.01",
        "0.4, 0.01",
        "0, 0.001",
        "0.01, 0.001",
        "0.05, 0.001",
        "0.4, 0.001"
    })
    void whatIsPromisedIsKeptWhoeverIsAmongThem(double shareOfMates, double promised) {
        ScoreSample sample = ScoreStream.sample(11, 400, REGISTERED, shareOfMates, -1);
        double measured = ScoreStream.exceedance(calibrated(sample).threshold(promised, REGISTERED), REGISTERED);
        assertTrue(measured > promised / 2 && measured < promised * 2, () -> promised + " promised, " + measured);
    }

    @Test
    void registeredPeopleAreCounted() {
        FittedTail fitted = fit(ScoreStream.sample(12, 400, REGISTERED, 0.05, -1));
        assertEquals(200, fitted.matedTracks(), 20);
        assertEquals(ScoreStream.MATED.mean(), fitted.mated().mean(), 0.03);
    }

    @Test
    void tracksThatAreOnlyCountedChangeLittle() {
        double whole =
                calibrated(ScoreStream.sample(13, 400, REGISTERED, 0.01, -1)).threshold(0.01, REGISTERED);
        double part =
                calibrated(ScoreStream.sample(13, 400, REGISTERED, 0.01, 0.32)).threshold(0.01, REGISTERED);
        assertEquals(whole, part, 0.01);
    }

    @Test
    void nightsWithFewerRegisteredPeopleTellOfMore() {
        ScoreStream stream = new ScoreStream(14);
        ScoreSample.Builder builder = new ScoreSample.Builder();
        for (int work = 0; work < 400; work++) {
            stream.add(builder, "w-" + work, work % 2 == 0 ? 100 : 300, 10, 0, -1);
        }
        double threshold = calibrated(builder.build()).threshold(0.01, REGISTERED);
        double measured = ScoreStream.exceedance(threshold, REGISTERED);
        assertTrue(measured > 0.005 && measured < 0.02, () -> "0.01 promised, " + measured);
    }

    @Test
    void aPromiseHoldsWhenMorePeopleAreRegisteredLater() {
        Calibration calibration = calibrated(ScoreStream.sample(15, 400, REGISTERED, 0.01, -1));
        for (int later : new int[] {250, 1000, 4000}) {
            double measured = ScoreStream.exceedance(calibration.threshold(0.01, later), later);
            assertTrue(measured > 0.005 && measured < 0.02, () -> later + " people: 0.01 promised, " + measured);
        }
    }

    @Test
    void whatWasConfirmedIsNoImpostorAndWhatWasRejectedIs() {
        ScoreSample.Builder rejected = new ScoreSample.Builder();
        ScoreSample.Builder confirmed = new ScoreSample.Builder();
        ScoreStream stream = new ScoreStream(16);
        for (int work = 0; work < 200; work++) {
            List<Track> tracks = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                tracks.add(new Track(stream.stranger(REGISTERED), Optional.empty(), Known.UNKNOWN));
            }
            List<Track> also = new ArrayList<>(tracks);
            double high = work % 10 == 0 ? 0.7 : 0.2;
            tracks.add(new Track(high, Optional.empty(), Known.NON_MATED));
            also.add(new Track(high, Optional.empty(), Known.MATED));
            rejected.add("w-" + work, REGISTERED, 11, -1, tracks);
            confirmed.add("w-" + work, REGISTERED, 11, -1, also);
        }
        double high = calibrated(rejected.build()).threshold(0.01, REGISTERED);
        double low = calibrated(confirmed.build()).threshold(0.01, REGISTERED);
        assertTrue(high > low + 0.05, () -> high + " is not far above " + low);
        assertEquals(0.01, ScoreStream.exceedance(low, REGISTERED), 0.007);
    }

    @Test
    void fewTracksAreNotBelievedAndSayWhy() {
        assertEquals(
                Optional.of("100 tracks, and 500 are needed"),
                FITTER.lacking(ScoreStream.sample(17, 10, REGISTERED, 0, -1)));
        ScoreSample.Builder one = new ScoreSample.Builder();
        new ScoreStream(17).add(one, "the only work", REGISTERED, 1000, 0, -1);
        assertEquals(Optional.of("1 works, and 20 are needed"), FITTER.lacking(one.build()));
        assertEquals(Optional.empty(), FITTER.lacking(ScoreStream.sample(17, 50, REGISTERED, 0, -1)));
        ScoreSample many = ScoreStream.sample(17, 100, REGISTERED, 0.4, -1);
        assertTrue(FITTER.lacking(many, fit(many)).orElse("").contains("registered people's"));
        ScoreSample few = ScoreStream.sample(17, 100, REGISTERED, 0.05, -1);
        assertEquals(Optional.empty(), FITTER.lacking(few, fit(few)));
    }

    @Test
    void nothingIsFittedToNothing() {
        assertTrue(FITTER.fit(
                        ScoreStream.sample(18, 1, REGISTERED, 0, -1),
                        ScoreStream.MATED,
                        REGISTERED,
                        new SplittableRandom(1))
                .isEmpty());
        assertTrue(FITTER.fit(new ScoreSample.Builder().build(), ScoreStream.MATED, REGISTERED, new SplittableRandom(1))
                .isEmpty());
    }

    @Test
    void theSameScoresAndSeedGiveTheSameCalibration() {
        ScoreSample sample = ScoreStream.sample(19, 100, REGISTERED, 0.01, -1);
        assertEquals(fit(sample), fit(sample));
    }

    @Test
    void tracksThatComeTogetherMakeCountsVaryMore() {
        ScoreSample.Builder builder = new ScoreSample.Builder();
        ScoreStream stream = new ScoreStream(20);
        for (int work = 0; work < 300; work++) {
            double actor = stream.stranger(REGISTERED);
            Track track = new Track(actor, Optional.of(new PersonId("p-" + work % 50)), Known.UNKNOWN);
            builder.add("w-" + work, REGISTERED, 8, -1, java.util.Collections.nCopies(8, track));
        }
        assertEquals(8, fit(builder.build()).clustering(), 0.01);
        assertEquals(1, fit(ScoreStream.sample(20, 400, REGISTERED, 0, -1)).clustering(), 0.1);
    }

    @Test
    void whoHasManyDoublesIsToldApart() {
        ScoreSample.Builder builder = new ScoreSample.Builder();
        ScoreStream stream = new ScoreStream(21);
        for (int work = 0; work < 300; work++) {
            stream.add(builder, "w-" + work, REGISTERED, 9, 0, -1);
            if (work % 10 == 0) {
                builder.add(
                        "w-" + work,
                        REGISTERED,
                        1,
                        -1,
                        List.of(new Track(0.45, Optional.of(new PersonId("p-0")), Known.UNKNOWN)));
            }
        }
        FittedTail fitted = fit(builder.build());
        assertTrue(fitted.doubles().getOrDefault(new PersonId("p-0"), 0.0) > 5, () -> "doubles: " + fitted.doubles());
        assertTrue(fitted.othersDoubles() < 1);
        Calibration calibration = Calibration.ofStream(1, Instant.EPOCH, "a test", "any", fitted);
        AlarmThresholds thresholds = AlarmThresholds.of(calibration, 0.01, REGISTERED);
        assertTrue(thresholds.of(new PersonId("p-0")) > thresholds.general() + 0.01);
        assertTrue(thresholds.general() <= calibration.threshold(0.01, REGISTERED) + 0.0005);
    }

    private static FittedTail fit(ScoreSample sample) {
        return FITTER.fit(sample, ScoreStream.MATED, REGISTERED, new SplittableRandom(1))
                .orElseThrow();
    }

    private static Calibration calibrated(ScoreSample sample) {
        return Calibration.ofStream(1, Instant.EPOCH, "a test", "any", fit(sample));
    }
}
