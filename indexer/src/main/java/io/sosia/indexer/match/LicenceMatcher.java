package io.sosia.indexer.match;

import io.sosia.indexer.calibration.DecisionRule;
import io.sosia.indexer.match.Decision.Frames;
import io.sosia.indexer.match.TrackDoubts.Doubt;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.Register;
import io.sosia.models.vector.Cosine;
import io.sosia.models.vector.EmbeddingSpace;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Decides by a threshold and the person's licences. An upload is licensed if licences cover it both on the day it was
 * published and today; one that a licence covers in everything else, but not on one of these days, is
 * {@code LICENCE_EXPIRED}. Two licences may follow each other: what was between the two days is not asked.
 *
 * <p>Whether to review is decided first, from similarities alone, so that a licence never hides a doubt about who it
 * is.
 */
public final class LicenceMatcher implements Matcher {

    /** What an upload is, in the words of licences. */
    public static final String USE = Licensing.USE;

    private final PeopleSearch search;
    private final Register register;
    private final DecisionRule rule;
    private final Clock clock;
    private final Optional<TrackDoubts> doubts;

    /**
     * Brings them together; the register stays the caller's to close.
     *
     * @param doubts asked about each match
     * @param clock tells what today is
     */
    public LicenceMatcher(PeopleSearch search, Register register, DecisionRule rule, TrackDoubts doubts, Clock clock) {
        this(search, register, rule, Optional.of(doubts), clock);
    }

    /** The same for tracks of which nothing but the templates counts. */
    LicenceMatcher(PeopleSearch search, Register register, DecisionRule rule, Clock clock) {
        this(search, register, rule, Optional.empty(), clock);
    }

    private LicenceMatcher(
            PeopleSearch search, Register register, DecisionRule rule, Optional<TrackDoubts> doubts, Clock clock) {
        this.search = search;
        this.register = register;
        this.rule = rule;
        this.doubts = doubts;
        this.clock = clock;
    }

    @Override
    public Decision decide(Probe probe, Upload upload, Set<PersonId> others) {
        return switch (search.search(probe, rule.least())) {
            case Ranking.RuledOut nobody -> new Decision.NoMatch(nobody.nearest(), Optional.empty(), true);
            case Ranking.Suspects suspects -> decideAmong(without(others, suspects.people()), probe, upload);
        };
    }

    private static List<RankedPerson> without(Set<PersonId> others, List<RankedPerson> suspects) {
        return suspects.stream()
                .filter(suspect -> !others.contains(suspect.person()))
                .toList();
    }

    private Decision decideAmong(List<RankedPerson> suspects, Probe probe, Upload upload) {
        return suspects.isEmpty()
                ? new Decision.NoMatch(Optional.empty(), Optional.empty(), true)
                : decide(suspects, probe, upload);
    }

    private Decision decide(List<RankedPerson> suspects, Probe probe, Upload upload) {
        // The most alike of those who reach their own threshold: somebody with many doubles may be a little more alike,
        // not be enough for theirs, and must not hide who is enough.
        RankedPerson best = suspects.stream()
                .filter(suspect -> !rule.isNobody(suspect.person(), suspect.score()))
                .findFirst()
                .orElseGet(suspects::getFirst);
        boolean blend = doubts.map(known -> known.isBlend(suspects, probe)).orElse(false);
        if (rule.isNobody(best.person(), best.score()) && !blend) {
            return new Decision.NoMatch(Optional.of(best.likeness()), Optional.of(best.person()), false);
        }
        Optional<RankedPerson> runnerUp = suspects.stream()
                .filter(suspect -> !suspect.person().equals(best.person()))
                .findFirst();
        Instant now = clock.instant();
        Licensing licensing = Licensing.of(register.licences(best.person()), upload, now);
        Frames frames = doubts.map(known -> known.frames(best, probe)).orElse(new Frames(0, 0));
        List<Doubt> aboutTrack =
                doubts.map(known -> known.of(blend, frames, probe)).orElse(List.of());
        List<String> reasons = new ArrayList<>();
        aboutTrack.stream().filter(Doubt::review).map(Doubt::text).forEach(reasons::add);
        // A blend is alike to two people, and less to each, by what it is.
        (blend ? Optional.<String>empty() : doubt(best, runnerUp)).ifPresent(reasons::add);
        boolean review = !reasons.isEmpty();
        if (!review) {
            reasons.add(licensing.explanation());
            aboutTrack.stream().map(Doubt::text).forEach(reasons::add);
        }
        return new Decision.Match(
                review ? Verdict.REVIEW : licensing.verdict(),
                best,
                runnerUp,
                rule.threshold(best.person()),
                licensing.onUpload(),
                licensing.today(),
                String.join("; ", reasons),
                frames,
                aboutTrack.stream().map(Doubt::caution).toList());
    }

    private Optional<String> doubt(RankedPerson first, Optional<RankedPerson> runnerUp) {
        if (!first.likeness().complete()) {
            EmbeddingSpace space =
                    first.likeness().similarities().keySet().iterator().next();
            return Optional.of(space.model()
                    + " alone has decided, for the other recogniser in use has no template to compare: add the person's"
                    + " photos again");
        }
        Cosine best = first.score();
        if (rule.isNearThreshold(first.person(), best)) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "similarity %s is within %.3f of the threshold %s",
                    best,
                    rule.reviewMargin(),
                    rule.threshold(first.person())));
        }
        return runnerUp.filter(next -> rule.areNear(best, next.score()))
                .map(next -> String.format(
                        Locale.ROOT,
                        "two people are near: similarities %s and %s are within %.3f",
                        best,
                        next.score(),
                        rule.runnerUpMargin()));
    }
}
