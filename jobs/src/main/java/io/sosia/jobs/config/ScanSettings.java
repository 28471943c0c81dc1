package io.sosia.jobs.config;

import io.sosia.detector.media.Sampling;
import io.sosia.detector.track.TrackingRules;
import io.sosia.indexer.calibration.VerbalScale;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How videos are scanned.
 *
 * @param sampling {@code nightly}, {@code thorough} or a duration; the command line's option wins
 * @param workers videos looked at at the same time, 1 to 256; empty means as many as cores
 * @param detector id of a model card
 * @param recogniser id of a model card
 * @param strongRecogniser id of a model card: the recogniser that is asked where the first cannot rule somebody out;
 *     {@code none} where there is to be none
 * @param longSide pixels of the picture's longer side in which faces are looked for, 160 to 4096; more finds smaller
 *     faces and takes longer
 * @param alarmRate share of unregistered people's tracks that may be taken for somebody at most, between 0 and 1,
 *     however small a night is
 * @param threshold cosine, 0 to 1, that takes the place of the one that follows from {@code alarmsPerNight}
 * @param reviewMargin cosine: nearer than this to the threshold, a person must look; 0 to 1
 * @param runnerUpMargin cosine: where the next person is nearer than this, a person must look; 0 to 1
 * @param exactSearchLimit templates up to which every search compares all of them
 * @param attempts how often work that failed for a passing reason is tried, 1 to 100
 * @param attemptDelay before the second attempt; it doubles each time
 * @param picturesPerFinding kept for people to look at, 1 to 20; of one track the tracking rules keep no more than 3
 * @param pictureSide pixels of a kept picture's longer side at most, 64 to 320, which is what the tracking rules keep
 * @param extensions of the files that are taken for videos in folders, lower case, without a dot; a file named by
 *     itself is always taken for one
 * @param stylised {@code review}: a person must look at findings of drawn or stylised faces; {@code decide}: they are
 *     decided like others and say that they are drawn, for homes in which everybody is
 * @param alarmsPerNight false alarms that there may be in a night, above 0: with the number of tracks a night it gives
 *     the threshold
 * @param tracksPerNight how many tracks a night has, 1 or more; where it is empty, what the nights of an applied
 *     calibration had, and {@code alarmRate} alone until there is one
 * @param population whose table of the catalogue is used until the stream's own scores have told more
 * @param verbalScale words for likelihood ratios
 * @param claimRate share of comparisons with somebody else that may bear out a named claim (false match rate), between 0
 *     and 1; of the points that were measured for the population the one that misses least within it holds
 */
public record ScanSettings(
        String sampling,
        Optional<Integer> workers,
        String detector,
        String recogniser,
        String strongRecogniser,
        int longSide,
        double alarmRate,
        Optional<Double> threshold,
        double reviewMargin,
        double runnerUpMargin,
        int exactSearchLimit,
        int attempts,
        Duration attemptDelay,
        int picturesPerFinding,
        int pictureSide,
        List<String> extensions,
        String stylised,
        double alarmsPerNight,
        Optional<Double> tracksPerNight,
        String population,
        VerbalScale verbalScale,
        double claimRate) {

    /** In the place of a recogniser that is not wanted. */
    public static final String NO_RECOGNISER = "none";

    private static final String REVIEW = "review";
    private static final String DECIDE = "decide";

    /** @throws IllegalArgumentException if a value lies outside its range; the message names it */
    public ScanSettings {
        Sampling parsed = Sampling.parse(sampling);
        sampling = parsed.key();
        workers.ifPresent(count -> range("workers", count, 1, 256));
        if (strongRecogniser.equals(recogniser)) {
            throw new IllegalArgumentException("strongRecogniser: '" + strongRecogniser
                    + "' is scan.recogniser already; name another, or " + NO_RECOGNISER);
        }
        range("longSide", longSide, 160, 4096);
        if (!(alarmRate > 0 && alarmRate < 1)) {
            throw new IllegalArgumentException("alarmRate: " + alarmRate + " is not between 0 and 1");
        }
        if (!(alarmsPerNight > 0 && alarmsPerNight <= 1e9)) {
            throw new IllegalArgumentException("alarmsPerNight: " + alarmsPerNight + " is not above 0 and up to 1e9");
        }
        if (!(claimRate > 0 && claimRate < 1)) {
            throw new IllegalArgumentException("claimRate: " + claimRate + " is not between 0 and 1");
        }
        tracksPerNight.ifPresent(tracks -> {
            if (!(tracks >= 1 && tracks <= 1e12)) {
                throw new IllegalArgumentException("tracksPerNight: " + tracks + " is not in 1..1e12");
            }
        });
        if (!population.matches("[a-z0-9][a-z0-9-]{0,39}")) {
            throw new IllegalArgumentException("population: '" + population + "' is not a short name");
        }
        threshold.ifPresent(cosine -> fraction("threshold", cosine));
        fraction("reviewMargin", reviewMargin);
        fraction("runnerUpMargin", runnerUpMargin);
        range("exactSearchLimit", exactSearchLimit, 0, Integer.MAX_VALUE);
        range("attempts", attempts, 1, 100);
        if (attemptDelay.isNegative() || attemptDelay.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException("attemptDelay: " + attemptDelay + " is not in PT0S..PT1M");
        }
        range("picturesPerFinding", picturesPerFinding, 1, 20);
        range("pictureSide", pictureSide, 64, TrackingRules.standard().pictureSide());
        if (!stylised.equals(REVIEW) && !stylised.equals(DECIDE)) {
            throw new IllegalArgumentException("stylised: '" + stylised + "' is neither " + REVIEW + " nor " + DECIDE);
        }
        extensions = List.copyOf(extensions);
        for (String extension : extensions) {
            if (!extension.matches("[a-z0-9]{1,8}")) {
                throw new IllegalArgumentException(
                        "extensions: '" + extension + "' is not 1 to 8 lower-case letters or digits");
            }
        }
    }

    /** What holds where nothing is set. */
    public static ScanSettings defaults() {
        return new ScanSettings(
                "nightly",
                Optional.empty(),
                "yunet-n",
                "mobilefacenet-ms1m",
                "omz-0095",
                640,
                0.01,
                Optional.empty(),
                0.03,
                0.05,
                200_000,
                5,
                Duration.ofMillis(200),
                3,
                TrackingRules.standard().pictureSide(),
                List.of("mp4", "m4v", "mov", "mkv", "webm", "flv", "ts", "m2ts", "mts", "avi"),
                REVIEW,
                5,
                Optional.empty(),
                "mixed",
                VerbalScale.enfsi(),
                0.0001);
    }

    /** The same for homes in which everybody is drawn. */
    public ScanSettings decidingStylised() {
        return new ScanSettings(
                sampling,
                workers,
                detector,
                recogniser,
                strongRecogniser,
                longSide,
                alarmRate,
                threshold,
                reviewMargin,
                runnerUpMargin,
                exactSearchLimit,
                attempts,
                attemptDelay,
                picturesPerFinding,
                pictureSide,
                extensions,
                DECIDE,
                alarmsPerNight,
                tracksPerNight,
                population,
                verbalScale,
                claimRate);
    }

    /** Whether a person must look at findings of drawn faces. */
    public boolean reviewsStylised() {
        return stylised.equals(REVIEW);
    }

    /** Which frames are looked at. */
    public Sampling parsedSampling() {
        return Sampling.parse(sampling);
    }

    /** The strong recogniser's id, if there is to be one. */
    public Optional<String> strongRecogniserId() {
        return strongRecogniser.equals(NO_RECOGNISER) ? Optional.empty() : Optional.of(strongRecogniser);
    }

    /** Workers on this machine. */
    public int workersHere() {
        return workers.orElseGet(() -> Runtime.getRuntime().availableProcessors());
    }

    private static void range(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + ": " + value + " is not in " + least + ".." + most);
        }
    }

    private static void fraction(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + ": " + value + " is not in 0..1");
        }
    }
}
