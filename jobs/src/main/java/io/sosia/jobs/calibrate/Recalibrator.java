package io.sosia.jobs.calibrate;

import io.sosia.indexer.calibration.Calibration;
import io.sosia.indexer.calibration.DecisionRule;
import io.sosia.indexer.calibration.FittedTail;
import io.sosia.indexer.calibration.MatedScores;
import io.sosia.indexer.calibration.NightlyTracks;
import io.sosia.indexer.calibration.ScoreSample;
import io.sosia.indexer.calibration.TailFitter;
import io.sosia.indexer.calibration.TailRules;
import io.sosia.indexer.match.Caution;
import io.sosia.indexer.match.Verdict;
import io.sosia.indexer.registry.PersonId;
import io.sosia.jobs.calibrate.Recalibration.State;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.jobs.config.ScanSettings;
import io.sosia.jobs.scan.DecisionBasis;
import io.sosia.jobs.scan.Finding;
import io.sosia.jobs.scan.StoredCalibrations;
import io.sosia.jobs.scan.StoredCalibrations.Applied;
import io.sosia.jobs.scan.StoredScores;
import io.sosia.models.catalogue.PopulationTable;
import io.sosia.models.catalogue.PopulationTables;
import io.sosia.models.vector.Cosine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.IntConsumer;

/**
 * Fits a calibration to stored scores, and says what it would change. Nothing changes unless it is applied; and no
 * finding does, until its video is scanned again.
 */
public final class Recalibrator {

    /** The same scores give the same calibration. */
    private static final long SEED = 1;

    private final ScanSettings settings;
    private final String scoring;
    private final int registered;
    private final PopulationTables tables;
    private final StoredScores scores;
    private final StoredCalibrations calibrations;
    private final Clock clock;
    private final TailFitter fitter = new TailFitter(TailRules.standard());

    /**
     * Brings them together.
     *
     * @param scoring what scores are made of now
     * @param registered people among whom is searched now
     * @param tables what holds as long as nothing was applied
     */
    public Recalibrator(
            ScanSettings settings,
            String scoring,
            int registered,
            PopulationTables tables,
            StoredScores scores,
            StoredCalibrations calibrations,
            Clock clock) {
        this.settings = settings;
        this.scoring = scoring;
        this.registered = registered;
        this.tables = tables;
        this.scores = scores;
        this.calibrations = calibrations;
        this.clock = clock;
    }

    /**
     * Fits.
     *
     * @param window how far back scores are taken into account
     * @param apply whether the fit is to hold from now on
     * @param applied is told the version that holds from now on, in the transaction that lets it hold
     * @throws NotReadyException if it is to hold and is not to be believed, or nothing holds now
     */
    public Recalibration recalibrate(Duration window, boolean apply, IntConsumer applied) throws NotReadyException {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant since = now.minus(window);
        ScoreSample sample = scores.sample(scoring, since);
        List<Long> nights = scores.nights(scoring, since);
        Optional<Applied> current = calibrations.current(scoring);
        DecisionBasis before = DecisionBasis.of(settings, scoring, registered, current, tables);
        Optional<FittedTail> fitted = registered == 0
                ? Optional.empty()
                : fitter.fit(sample, mated(before), registered, new SplittableRandom(SEED));
        Optional<String> lacking = fitted.isPresent() ? fitter.lacking(sample, fitted.get()) : fitter.lacking(sample);
        if (lacking.isEmpty() && fitted.isEmpty()) {
            lacking = Optional.of(fitter.unfitted(sample));
        }
        if (fitted.isEmpty()) {
            if (apply) {
                throw new NotReadyException(refusal(lacking.orElse("")));
            }
            return new Recalibration(
                    sample.tracks(),
                    sample.leftOut(),
                    sample.works(),
                    nights.size(),
                    lacking,
                    state(before, 0),
                    Optional.empty(),
                    false,
                    List.of(),
                    List.of(),
                    List.of(),
                    0);
        }
        if (apply && lacking.isPresent()) {
            throw new NotReadyException(refusal(lacking.get()));
        }
        Calibration calibration = Calibration.ofStream(
                calibrations.next(),
                now,
                String.format(
                        Locale.ROOT,
                        "%d nights to %s, %d tracks of %d works, about %.0f of them of registered people",
                        nights.size(),
                        now,
                        sample.tracks(),
                        sample.works(),
                        fitted.get().matedTracks()),
                scoring,
                fitted.get());
        Optional<Double> tracksPerNight =
                NightlyTracks.usual(nights).stream().boxed().findFirst();
        DecisionBasis after = DecisionBasis.of(
                settings, scoring, registered, Optional.of(new Applied(calibration, tracksPerNight)), tables);
        Changes changes = changes(after, since);
        if (apply) {
            calibrations.apply(calibration, tracksPerNight, now, () -> applied.accept(calibration.version()));
        }
        return new Recalibration(
                sample.tracks(),
                sample.leftOut(),
                sample.works(),
                nights.size(),
                lacking,
                state(before, 0),
                Optional.of(state(after, fitted.get().matedTracks())),
                apply,
                List.copyOf(changes.dropped),
                List.copyOf(changes.toReview),
                List.copyOf(changes.cleared),
                changes.added);
    }

    private static String refusal(String lacking) {
        return "this calibration is not to be believed yet and was not applied: " + lacking;
    }

    /** What the catalogue says of registered people's scores; else what the last calibration does. */
    private MatedScores mated(DecisionBasis before) {
        return tables.find(settings.population(), scoring)
                .map(PopulationTable::mated)
                .map(MatedScores::of)
                .orElseGet(() -> before.calibration().mated());
    }

    private State state(DecisionBasis basis, double matedTracks) {
        return new State(
                basis.calibration().version(),
                basis.calibration().created(),
                basis.calibration().population(),
                basis.calibration().provisional(),
                basis.calibration().tracks(),
                basis.thresholds().registered(),
                basis.budget().tracksPerNight(),
                basis.budget().perTrack(),
                basis.set()
                        .map(threshold -> threshold - settings.reviewMargin())
                        .orElse(basis.thresholds().general()),
                basis.thresholds().lower(),
                basis.thresholds().upper(),
                basis.own().size(),
                matedTracks);
    }

    private static final class Changes {
        private final TreeSet<String> dropped = new TreeSet<>();
        private final TreeSet<String> toReview = new TreeSet<>();
        private final TreeSet<String> cleared = new TreeSet<>();
        private int added;
    }

    /** How a finding stands now and would stand, by the best of its tracks. */
    private static final class Standing {
        private final String id;
        private final Optional<Finding> decided;
        private boolean found;
        private boolean clear;
        private boolean wasNear;

        Standing(String id, Optional<Finding> decided) {
            this.id = id;
            this.decided = decided;
        }
    }

    private Changes changes(DecisionBasis after, Instant since) {
        DecisionRule rule = after.rule(settings.reviewMargin(), settings.runnerUpMargin());
        Changes changes = new Changes();
        Deque<Standing> last = new ArrayDeque<>(1);
        scores.judged(scoring, since, track -> {
            PersonId person = track.person();
            Cosine score = new Cosine(track.score());
            boolean nobody = rule.isNobody(person, score);
            if (track.finding().isEmpty()) {
                changes.added += nobody ? 0 : 1;
                return;
            }
            String id = track.finding().get();
            // Tracks of a finding follow each other, so that one is held at a time.
            if (last.isEmpty() || !last.getLast().id.equals(id)) {
                if (!last.isEmpty()) {
                    settle(last.removeLast(), rule, changes);
                }
                last.add(new Standing(id, track.decided()));
            }
            Standing standing = last.getLast();
            standing.found |= !nobody;
            standing.clear |= !nobody && !rule.isNearThreshold(person, score);
            standing.wasNear |= track.decided()
                    .filter(finding -> track.score()
                            < finding.threshold() + finding.conditions().reviewMargin())
                    .isPresent();
        });
        last.forEach(standing -> settle(standing, rule, changes));
        return changes;
    }

    private static void settle(Standing standing, DecisionRule rule, Changes changes) {
        boolean review = standing.decided.map(Finding::verdict).equals(Optional.of(Verdict.REVIEW));
        List<Caution> cautions = standing.decided.flatMap(Finding::cautions).orElse(List.of());
        // A blend is less alike to each of its two people, and a finding whatever the threshold is.
        if (!standing.found && !cautions.contains(Caution.BLEND)) {
            changes.dropped.add(standing.id);
        } else if (!standing.clear && !review) {
            changes.toReview.add(standing.id);
        } else if (standing.clear
                && review
                && standing.wasNear
                && cautions.stream().noneMatch(Recalibrator::asksForReview)
                && standing.decided
                        .filter(finding -> otherIsNear(finding, rule))
                        .isEmpty()) {
            changes.cleared.add(standing.id);
        }
    }

    /** Whether somebody has to look at a finding for this, whatever the threshold is. */
    private static boolean asksForReview(Caution caution) {
        return switch (caution) {
            case BLEND, STYLISED, FRAMES_DISAGREE -> true;
            case ONE_FRAME -> false;
        };
    }

    private static boolean otherIsNear(Finding finding, DecisionRule rule) {
        return finding.runnerUp()
                .filter(next -> rule.areNear(new Cosine(finding.similarity()), new Cosine(next.similarity())))
                .isPresent();
    }
}
