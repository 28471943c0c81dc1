package io.sosia.jobs.takedown.search;

import io.sosia.indexer.match.Upload;
import io.sosia.indexer.registry.Consent;
import io.sosia.indexer.registry.EnrolledPhoto;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.seal.SubjectKeys;
import io.sosia.jobs.review.FindingFacts;
import io.sosia.jobs.review.ProvisionalPeople;
import io.sosia.jobs.review.ReviewAnswer.Refusal;
import io.sosia.jobs.review.ReviewAnswer.Refused;
import io.sosia.jobs.review.Reviewable;
import io.sosia.jobs.review.ReviewableSource;
import io.sosia.jobs.review.ReviewedPerson;
import io.sosia.jobs.review.ReviewedTrack;
import io.sosia.jobs.review.Reviews;
import io.sosia.jobs.takedown.DecidingRound;
import io.sosia.jobs.takedown.Recipient;
import io.sosia.jobs.takedown.Requester;
import io.sosia.jobs.takedown.TakedownCase;
import io.sosia.jobs.takedown.TakedownCases;
import io.sosia.jobs.takedown.search.SearchStore.ReadPhoto;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** The findings of takedown searches, for a person to decide on. Thread-safe. */
public final class CaseReviewables implements ReviewableSource {

    private final SearchStore store;
    private final TakedownCases cases;
    private final Reviews reviews;

    /** Beside a register, whose jobs' tables are set up. */
    public CaseReviewables(DataSource dataSource, SubjectKeys keys, TakedownCases cases, Reviews reviews) {
        this.store = new SearchStore(dataSource, keys);
        this.cases = cases;
        this.reviews = reviews;
    }

    /** Under what id somebody is registered of whom a case alone knows: {@code case-000003}. */
    public static PersonId provisional(String caseNumber) {
        return ProvisionalPeople.id(caseNumber);
    }

    @Override
    public Optional<Reviewable> find(long finding) {
        return store.finding(finding).flatMap(this::reviewable);
    }

    private Optional<Reviewable> reviewable(CaseFinding finding) {
        Optional<TakedownCase> about = cases.find(finding.caseNumber());
        Optional<ReviewedPerson> person = about.flatMap(this::person);
        if (about.isEmpty() || person.isEmpty()) {
            return Optional.empty();
        }
        List<ReviewedTrack> tracks = store.tracks(finding).stream()
                .map(track -> new ReviewedTrack(
                        track.facts().videoSha256(),
                        track.facts().track(),
                        track.templates(),
                        track.facts().quality()))
                .distinct()
                .toList();
        return Optional.of(new Reviewable(
                finding.finding(),
                person.get(),
                finding.work(),
                finding.episodes(),
                tracks,
                Optional.of(finding.caseNumber()),
                DecidingRound.of(about.get(), finding, reviews),
                about.get().barredReviewers()));
    }

    /** Empty once the case's key is gone. */
    private Optional<ReviewedPerson> person(TakedownCase about) {
        if (about.person().isPresent()) {
            return Optional.of(new ReviewedPerson.Registered(about.person().get()));
        }
        List<EnrolledPhoto> photos = new ArrayList<>();
        for (ReadPhoto photo : store.usedPhotos(about.number())) {
            photo.face().ifPresent(face -> photos.add(new EnrolledPhoto(photo.sha256(), photo.quality(), face)));
        }
        if (photos.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ReviewedPerson.OfCase(
                about.number(), provisional(about.number()), consent(about, cases.requester(about.number())), photos));
    }

    /** Of somebody for whom a guardian asks, as of a child: the guardian's is the consent that counts. */
    private static Consent consent(TakedownCase about, Optional<Requester> requester) {
        String reference = "case " + about.number();
        boolean guarded = requester
                .map(who -> switch (who.role()) {
                    case GUARDIAN -> true;
                    case PERSON, AGENT -> false;
                })
                .orElse(false);
        return new Consent(
                reference,
                LocalDate.ofInstant(about.opened(), ZoneOffset.UTC),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                guarded,
                guarded ? Optional.of(guardian(reference, requester.flatMap(Requester::name))) : Optional.empty(),
                Optional.empty());
    }

    /** Where the guardian's consent is, and who they are, less what a register does not keep. */
    private static String guardian(String reference, Optional<String> name) {
        StringBuilder text = new StringBuilder(reference);
        String plain = name.orElse("")
                .replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]", "")
                .strip();
        if (!plain.isEmpty()) {
            text.append(", asked for by ").append(plain);
        }
        int most = Math.min(text.length(), Consent.MOST_REFERENCE);
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
    }

    @Override
    public void hold(long finding) {
        store.finding(finding).ifPresent(found -> cases.hold(found.caseNumber()));
    }

    @Override
    public Optional<Refused> refusal(long finding) {
        Optional<CaseFinding> found = store.finding(finding);
        return found.flatMap(known -> cases.find(known.caseNumber())).flatMap(about -> refusal(found.get(), about));
    }

    private Optional<Refused> refusal(CaseFinding finding, TakedownCase about) {
        Optional<String> not = about.notUnderReview();
        if (not.isPresent()) {
            return Optional.of(new Refused(
                    Refusal.CASE_NOT_UNDER_REVIEW,
                    "its case " + about.number() + " is not under review: " + not.get()));
        }
        int round = DecidingRound.of(about, finding, reviews);
        if (reviews.state(finding.finding(), round).isUndecided()) {
            return Optional.empty();
        }
        if (round < about.round()) {
            return Optional.of(new Refused(
                    Refusal.DECISION_STANDS,
                    "what was decided in round " + round + " of its case stands, since the objection of round "
                            + about.round() + " is not about it"));
        }
        boolean told = cases.letters(about.number()).stream()
                .anyMatch(letter -> letter.recipient() == Recipient.UPLOADER
                        && letter.round() == about.round()
                        && DecidingRound.isOf(finding, letter.account()));
        return told
                ? Optional.of(new Refused(
                        Refusal.DECISION_STANDS,
                        "its uploader has been told what was decided; answer the requester, and the uploader's objection"
                                + " has it decided anew: takedown counter CASE"))
                : Optional.empty();
    }

    @Override
    public Optional<FindingFacts> facts(long finding) {
        return store.finding(finding)
                .flatMap(found -> cases.find(found.caseNumber()).map(about -> facts(found, about)));
    }

    private FindingFacts facts(CaseFinding finding, TakedownCase about) {
        List<Upload> uploads = finding.places().stream()
                .map(place -> new Upload(
                        finding.work(), place.episode(), place.uploader(), place.published(), place.territory()))
                .distinct()
                .toList();
        return new FindingFacts(
                finding.finding(),
                about.person().orElseGet(() -> provisional(about.number())),
                finding.work(),
                finding.episodes(),
                uploads,
                finding.verdict(),
                finding.score(),
                finding.threshold(),
                finding.explanation(),
                Optional.of(finding.caseNumber()),
                DecidingRound.of(about, finding, reviews));
    }

    @Override
    public void each(Consumer<FindingFacts> consumer) {
        store.eachFinding(finding -> cases.find(finding.caseNumber())
                .filter(about -> about.notUnderReview().isEmpty())
                .ifPresent(about -> consumer.accept(facts(finding, about))));
    }
}
