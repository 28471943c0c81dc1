package io.sosia.jobs.review;

import io.sosia.indexer.match.LicenceCover;
import io.sosia.indexer.registry.EnrolledPhoto;
import io.sosia.indexer.registry.EnrolledPhoto.Origin;
import io.sosia.indexer.registry.Licence;
import io.sosia.indexer.registry.Person;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.Register;
import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.jobs.review.Deliberation.Next;
import io.sosia.jobs.review.ReviewAnswer.Refusal;
import io.sosia.jobs.review.ReviewAnswer.Taught;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes people's decisions, and lets them teach. A decision, what it teaches and whom it registers are one transaction: killed
 * at any moment, all of it is there or nothing, and the same command again adds nothing to what is there. Thread-safe.
 *
 * <p>What is decided stays so until somebody decides otherwise, which is a new decision with its own reason; what was said
 * before stays in the history. Until that new decision is settled, what the earlier one has taught stays too.
 */
public final class ReviewDesk {

    /**
     * Of each confirmed finding's tracks so many of the best join the person. One shows the face as the drama does, three
     * also in other light and from other sides; more would only make every later search compare more.
     */
    static final int SIGHTINGS_OF_A_FINDING = 3;

    private final RegisterDatabase database;
    private final Register register;
    private final StoredReviews reviews;
    private final StoredLessons lessons;
    private final List<ReviewableSource> sources;
    private final SecondReviewer rule;
    private final Decisions decisions;
    private final Clock clock;
    private final TransactionTemplate transactions;
    private final ProvisionalPeople provisional;

    /** Told of each opinion that counts, in its transaction; a failure undoes all of it. */
    @FunctionalInterface
    public interface Decisions {
        /**
         * Takes note.
         *
         * @param state what the finding has come to by the opinion
         */
        void made(Reviewable finding, Opinion opinion, ReviewState state);
    }

    /**
     * A desk on an open database.
     *
     * @param sources of findings; each finding is of one of them
     * @param rule which decisions need a second reviewer
     * @param decisions told of each
     */
    public ReviewDesk(
            RegisterDatabase database,
            Register register,
            StoredReviews reviews,
            StoredLessons lessons,
            List<ReviewableSource> sources,
            SecondReviewer rule,
            Decisions decisions,
            Clock clock) {
        this.database = database;
        this.register = register;
        this.provisional = new ProvisionalPeople(register);
        this.reviews = reviews;
        this.lessons = lessons;
        this.sources = List.copyOf(sources);
        this.rule = rule;
        this.decisions = decisions;
        this.clock = clock;
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(database.dataSource()));
    }

    /** A finding as a list shows it. */
    public record Listed(FindingFacts facts, ReviewState state) {}

    /** The finding, if it holds. */
    public Optional<Listed> finding(long finding) {
        return sources.stream()
                .flatMap(source -> source.facts(finding).stream())
                .findFirst()
                .map(this::listed);
    }

    private Listed listed(FindingFacts facts) {
        return new Listed(facts, reviews.state(facts.finding(), facts.round()));
    }

    /**
     * What somebody has still to decide: first what two do not agree on, then what waits for a second, then what is doubtful
     * ({@code REVIEW}), then the others, and last what a licence covers; of equals what is nearest to the threshold first.
     */
    public List<Listed> undecided() {
        List<Listed> undecided = new ArrayList<>();
        for (ReviewableSource source : sources) {
            source.each(facts -> {
                Listed listed = listed(facts);
                if (listed.state.isUndecided()) {
                    undecided.add(listed);
                }
            });
        }
        undecided.sort(Comparator.comparingInt(ReviewDesk::urgency)
                .thenComparingDouble(listed -> Math.abs(listed.facts.similarity() - listed.facts.threshold()))
                .thenComparingLong(listed -> listed.facts.finding()));
        return List.copyOf(undecided);
    }

    private static int urgency(Listed listed) {
        return switch (listed.state) {
            case DISPUTED -> 0;
            case PENDING_SECOND -> 1;
            case OPEN, CONFIRMED, REJECTED, LICENSED ->
                switch (listed.facts.verdict()) {
                    case REVIEW -> 2;
                    case UNLICENSED, LICENCE_EXPIRED, OUT_OF_SCOPE -> 3;
                    case LICENSED -> 4;
                };
        };
    }

    /** What has become of a finding in its present round. */
    public Optional<Outcome> outcome(Listed listed) {
        return reviews.outcome(listed.facts.finding(), listed.facts.round());
    }

    /** All that was said of a finding in any round, in order. */
    public List<Opinion> history(Listed listed) {
        return IntStream.rangeClosed(1, listed.facts.round())
                .mapToObj(round -> reviews.history(listed.facts.finding(), round))
                .flatMap(List::stream)
                .toList();
    }

    /** How many different faces a finding's tracks show; 0 where nothing is kept of them. */
    public int faces(long finding, SameFace sameFace) {
        return found(finding)
                .map(found -> sameFace.count(found.finding.tracks().stream()
                        .map(ReviewedTrack::templates)
                        .toList()))
                .orElse(0);
    }

    /**
     * Takes a decision.
     *
     * @param by the reviewer's name
     * @param licence that it rests on; only with {@link ReviewDecision#LICENSED}. Where none is named, one that covers all
     *     uploads is looked for
     * @throws IllegalArgumentException if name or reason is blank or too long, or a licence stands with another decision
     */
    public ReviewAnswer decide(
            long finding, ReviewDecision decision, String by, String reason, Optional<String> licence) {
        // Before anything is looked up, so that what cannot be meant is said first.
        Opinion asked = new Opinion(decision, by, reason, licence, clock.instant());
        return Objects.requireNonNull(transactions.execute(status -> {
            sources.forEach(source -> source.hold(finding));
            return found(finding).map(found -> decide(found, asked)).orElseGet(ReviewAnswer.NoSuchFinding::new);
        }));
    }

    private record Found(ReviewableSource source, Reviewable finding, FindingFacts facts) {}

    private Optional<Found> found(long finding) {
        for (ReviewableSource source : sources) {
            Optional<Reviewable> reviewable = source.find(finding);
            Optional<FindingFacts> facts = source.facts(finding);
            if (reviewable.isPresent() && facts.isPresent()) {
                return Optional.of(new Found(source, reviewable.get(), facts.get()));
            }
        }
        return Optional.empty();
    }

    private ReviewAnswer decide(Found found, Opinion asked) {
        Reviewable finding = found.finding;
        Optional<ReviewAnswer.Refused> stands = found.source.refusal(finding.finding());
        if (stands.isPresent()) {
            Deliberation settled = reviews.deliberation(finding.finding(), finding.round());
            // Who was killed before they were told that it counts may ask again.
            return settled.with(asked, rule) instanceof Next.AlreadySo
                    ? new ReviewAnswer.AlreadySo(settled.outcome().orElseThrow())
                    : stands.get();
        }
        if (ReviewerName.isAmong(asked.by(), finding.barredReviewers())) {
            return new ReviewAnswer.Refused(
                    Refusal.BARRED_REVIEWER,
                    "who decided in the round that was objected to cannot decide in this one; another reviewer has to");
        }
        Opinion opinion = asked;
        if (asked.decision() == ReviewDecision.LICENSED) {
            Licensing licensing = licensing(found.facts, asked.licence());
            if (licensing.gap.isPresent()) {
                return new ReviewAnswer.Refused(Refusal.LICENCE_DOES_NOT_COVER, licensing.gap.get());
            }
            opinion = new Opinion(asked.decision(), asked.by(), asked.reason(), licensing.licence, asked.at());
        }
        reviews.lock(finding);
        Deliberation before = reviews.deliberation(finding.finding(), finding.round());
        return switch (before.with(opinion, rule)) {
            case Next.AlreadySo already ->
                new ReviewAnswer.AlreadySo(before.outcome().orElseThrow());
            case Next.Refused(Refusal refusal, String text) -> new ReviewAnswer.Refused(refusal, text);
            case Next.Counts counts -> {
                reviews.add(finding, opinion, counts);
                Outcome outcome =
                        reviews.outcome(finding.finding(), finding.round()).orElseThrow();
                Taught taught = outcome instanceof Outcome.Decided decided ? teach(found, decided) : Taught.nothing();
                decisions.made(finding, opinion, counts.state());
                yield new ReviewAnswer.Counted(outcome, taught);
            }
        };
    }

    // ---- licences ------------------------------------------------------------------------------------------------

    /**
     * On which licence a decision rests.
     *
     * @param gap why the one that was named does not do
     */
    private record Licensing(Optional<String> licence, Optional<String> gap) {}

    private Licensing licensing(FindingFacts facts, Optional<String> named) {
        List<Licence> licences = register.licences(facts.person());
        if (named.isEmpty()) {
            return new Licensing(
                    licences.stream()
                            .filter(licence -> gap(facts, licence).isEmpty())
                            .map(Licence::id)
                            .findFirst(),
                    Optional.empty());
        }
        Optional<Licence> licence = licences.stream()
                .filter(candidate -> candidate.id().equals(named.get()))
                .findFirst();
        if (licence.isEmpty()) {
            return new Licensing(
                    named,
                    Optional.of("the person has no licence of that number; 'sosia licence list' shows all. Without"
                            + " --licence the reason alone says why"));
        }
        return new Licensing(
                named,
                gap(facts, licence.get())
                        .map(gap -> gap + ". Without --licence the reason alone says why it is licensed all the same"));
    }

    private Optional<String> gap(FindingFacts facts, Licence licence) {
        Instant now = clock.instant();
        return facts.uploads().stream()
                .flatMap(upload -> LicenceCover.gap(licence, upload, now).stream())
                .findFirst();
    }

    // ---- what it teaches -----------------------------------------------------------------------------------------

    private Taught teach(Found found, Outcome.Decided decided) {
        Reviewable finding = found.finding;
        PersonId person = finding.person().id();
        Map<String, EnrolledPhoto> before = sightings(person);
        lessons.learn(finding, decided.decision());
        Map<String, EnrolledPhoto> after = sightings(person);
        Optional<String> registered = join(finding.person(), before, after);
        sources.forEach(source -> source.decided(finding, decided.decision()));
        return new Taught(
                decided.decision() == ReviewDecision.LICENSED
                        ? 0
                        : finding.tracks().size(),
                registered,
                decided.licence());
    }

    /** The faces that a person is searched by since they were confirmed, by the hash that stands for each. */
    private Map<String, EnrolledPhoto> sightings(PersonId person) {
        Map<String, EnrolledPhoto> sightings = new LinkedHashMap<>();
        Map<Long, Integer> ofFinding = new HashMap<>();
        // By finding, and of one the best first.
        for (Lesson lesson : lessons.confirmed(person)) {
            if (ofFinding.merge(lesson.finding(), 1, Integer::sum) <= SIGHTINGS_OF_A_FINDING) {
                String hash = StoredLessons.sighting(lesson.videoSha256(), lesson.track());
                sightings.putIfAbsent(
                        hash,
                        new EnrolledPhoto(
                                hash,
                                lesson.quality(),
                                lesson.templates(),
                                Optional.empty(),
                                Origin.CONFIRMED_SIGHTING));
            }
        }
        return sightings;
    }

    private Optional<String> join(
            ReviewedPerson person, Map<String, EnrolledPhoto> before, Map<String, EnrolledPhoto> after) {
        PersonId id = person.id();
        Set<String> gone = new TreeSet<>(before.keySet());
        gone.removeAll(after.keySet());
        List<EnrolledPhoto> fresh = after.entrySet().stream()
                .filter(sighting -> !before.containsKey(sighting.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        Optional<Person> registered = register.person(id);
        switch (person) {
            case ReviewedPerson.Registered ignored -> {
                if (registered.isPresent() && !fresh.isEmpty()) {
                    register.enrol(id, registered.get().name(), registered.get().consent(), fresh);
                }
                if (!gone.isEmpty()) {
                    register.removeSightings(id, gone);
                    if (after.isEmpty()
                            && registered.filter(ProvisionalPeople::isOfCase).isPresent()) {
                        provisional.nothingConfirmed(id, clock.instant());
                    }
                }
                return Optional.empty();
            }
            case ReviewedPerson.OfCase ofCase -> {
                if (registered.isPresent() && !ProvisionalPeople.isOfCase(registered.get())) {
                    // Somebody else, registered by that id before ids were reserved.
                    return Optional.empty();
                }
                if (after.isEmpty()) {
                    if (registered.isPresent() && !gone.isEmpty()) {
                        register.removeSightings(id, gone);
                        provisional.nothingConfirmed(id, clock.instant());
                    }
                    return Optional.empty();
                }
                if (registered
                        .map(Person::consent)
                        .filter(ProvisionalPeople::isTakenBack)
                        .isPresent()) {
                    // Whoever took it back meant it: what is confirmed since changes nothing about that.
                    register.removeSightings(id, gone);
                    return Optional.empty();
                }
                if (database.isShared() && !ofCase.consent().networkStorage()) {
                    // Who asked for a case has not agreed to that; what was confirmed counts all the same.
                    return Optional.empty();
                }
                List<EnrolledPhoto> faces = new ArrayList<>(ofCase.photos());
                faces.addAll(fresh);
                LocalDate last =
                        LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).plus(ProvisionalPeople.TERM);
                register.enrol(
                        id,
                        ReviewedPerson.OfCase.registeredName(ofCase.caseNumber()),
                        ofCase.consent().endingOn(last),
                        faces);
                if (!gone.isEmpty()) {
                    register.removeSightings(id, gone);
                }
                return registered.isEmpty() ? Optional.of(id.value()) : Optional.empty();
            }
        }
    }
}
