package io.sosia.indexer.match;

import io.sosia.indexer.calibration.DecisionRule;
import io.sosia.indexer.registry.Licence;
import io.sosia.indexer.registry.Register;
import io.sosia.models.vector.Cosine;
import io.sosia.models.vector.EmbeddingSpace;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

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
    public static final String USE = "drama";

    private final PeopleSearch search;
    private final Register register;
    private final DecisionRule rule;
    private final Clock clock;

    /**
     * Brings them together; the register stays the caller's to close.
     *
     * @param clock tells what today is
     */
    public LicenceMatcher(PeopleSearch search, Register register, DecisionRule rule, Clock clock) {
        this.search = search;
        this.register = register;
        this.rule = rule;
        this.clock = clock;
    }

    @Override
    public Decision decide(Probe probe, Upload upload) {
        return switch (search.search(probe, rule.least())) {
            case Ranking.RuledOut nobody -> new Decision.NoMatch(nobody.nearest(), Optional.empty(), true);
            case Ranking.Suspects suspects -> decide(suspects.people(), upload);
        };
    }

    private Decision decide(List<RankedPerson> suspects, Upload upload) {
        RankedPerson best = suspects.getFirst();
        if (rule.isNobody(best.person(), best.score())) {
            return new Decision.NoMatch(Optional.of(best.likeness()), Optional.of(best.person()), false);
        }
        Optional<RankedPerson> runnerUp = suspects.size() > 1 ? Optional.of(suspects.get(1)) : Optional.empty();
        Instant now = clock.instant();
        Instant published = upload.published().orElse(now);
        List<Licence> licences = register.licences(best.person());
        LicenceCheck onUpload = LicenceCheck.at(published, licences, upload, USE);
        LicenceCheck today = LicenceCheck.at(now, licences, upload, USE);
        Optional<String> doubt = doubt(best, runnerUp);
        return new Decision.Match(
                doubt.isPresent() ? Verdict.REVIEW : overall(onUpload.verdict(), today.verdict()),
                best,
                runnerUp,
                rule.threshold(best.person()),
                onUpload.verdict(),
                today.verdict(),
                doubt.orElseGet(() -> explanation(onUpload, today)));
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

    /** Licences' scope does not depend on the day, so the two differ in time alone. */
    private static Verdict overall(Verdict onUpload, Verdict today) {
        return onUpload == Verdict.LICENSED ? today : onUpload;
    }

    private static String explanation(LicenceCheck onUpload, LicenceCheck today) {
        if (onUpload.equals(today)) {
            return onUpload.reason();
        }
        return "on the upload's day: " + onUpload.reason() + "; today: " + today.reason();
    }
}
