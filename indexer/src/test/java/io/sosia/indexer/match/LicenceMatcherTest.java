package io.sosia.indexer.match;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.indexer.calibration.DecisionRule;
import io.sosia.indexer.registry.Licence;
import io.sosia.indexer.registry.LicenceTerms;
import io.sosia.indexer.registry.PersonId;
import io.sosia.models.vector.Cosine;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LicenceMatcherTest {

    private static final EmbeddingSpace SPACE = new EmbeddingSpace("test", "0123456789ab", "v1", 2);
    private static final Embedding PROBE = Embedding.normalised(SPACE, new float[] {1, 0});
    private static final PersonId ANN = new PersonId("ann");
    private static final PersonId BOB = new PersonId("bob");
    private static final Instant NOW = Instant.parse("2026-11-20T09:00:00Z");
    private static final Instant PUBLISHED = Instant.parse("2026-10-05T12:00:00Z");
    private static final DecisionRule RULE = new DecisionRule(new Cosine(0.40), 0.03, 0.05, "made up");

    /** Every way in which a dimension of one licence relates to the upload, and what it amounts to. */
    enum Account {
        SAME,
        ANOTHER,
        UNKNOWN
    }

    enum Work {
        ALL,
        SAME,
        ANOTHER
    }

    enum Use {
        ANY,
        DRAMA,
        ANOTHER
    }

    enum Territory {
        WORLDWIDE,
        SAME,
        ANOTHER,
        LIMITED_AND_UPLOAD_UNKNOWN
    }

    enum Time {
        BOTH_DAYS(Verdict.LICENSED, Verdict.LICENSED),
        BEFORE_BOTH(Verdict.LICENCE_EXPIRED, Verdict.LICENCE_EXPIRED),
        AFTER_BOTH(Verdict.LICENCE_EXPIRED, Verdict.LICENCE_EXPIRED),
        UPLOAD_DAY_ONLY(Verdict.LICENSED, Verdict.LICENCE_EXPIRED),
        TODAY_ONLY(Verdict.LICENCE_EXPIRED, Verdict.LICENSED),
        REVOKED_BEFORE_BOTH(Verdict.LICENCE_EXPIRED, Verdict.LICENCE_EXPIRED),
        REVOKED_BETWEEN(Verdict.LICENSED, Verdict.LICENCE_EXPIRED),
        REVOKED_LATER(Verdict.LICENSED, Verdict.LICENSED);

        private final Verdict onUpload;
        private final Verdict today;

        Time(Verdict onUpload, Verdict today) {
            this.onUpload = onUpload;
            this.today = today;
        }
    }

    record Case(Account account, Work work, Use use, Territory territory, Time time) {}

    static Stream<Case> everyCombination() {
        List<Case> cases = new ArrayList<>();
        for (Account account : Account.values()) {
            for (Work work : Work.values()) {
                for (Use use : Use.values()) {
                    for (Territory territory : Territory.values()) {
                        for (Time time : Time.values()) {
                            cases.add(new Case(account, work, use, territory, time));
                        }
                    }
                }
            }
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("everyCombination")
    void oneLicenceAgainstOneUpload(Case example) {
        Upload upload = new Upload(
                "drama-7",
                "3",
                example.account() == Account.UNKNOWN ? Optional.empty() : Optional.of("acct-9"),
                Optional.of(PUBLISHED),
                example.territory() == Territory.LIMITED_AND_UPLOAD_UNKNOWN ? Optional.empty() : Optional.of("CN"));

        Decision.Match match = match(List.of(licence(example)), upload);

        Verdict onUpload;
        Verdict today;
        if (example.account() != Account.SAME) {
            onUpload = Verdict.UNLICENSED;
            today = Verdict.UNLICENSED;
        } else if (example.work() == Work.ANOTHER
                || example.use() == Use.ANOTHER
                || example.territory() == Territory.ANOTHER
                || example.territory() == Territory.LIMITED_AND_UPLOAD_UNKNOWN) {
            onUpload = Verdict.OUT_OF_SCOPE;
            today = Verdict.OUT_OF_SCOPE;
        } else {
            onUpload = example.time().onUpload;
            today = example.time().today;
        }
        assertEquals(onUpload, match.onUpload(), example.toString());
        assertEquals(today, match.today(), example.toString());
        Verdict overall = onUpload == Verdict.LICENSED && today == Verdict.LICENSED
                ? Verdict.LICENSED
                : onUpload == Verdict.LICENSED ? today : onUpload;
        assertEquals(overall, match.verdict(), example.toString());
        assertFalse(match.explanation().isBlank());
        assertFalse(match.explanation().contains("acct"), match.explanation());
        assertFalse(match.explanation().contains("ann"), match.explanation());
    }

    private static Licence licence(Case example) {
        LocalDate uploadDay = LocalDate.ofInstant(PUBLISHED, ZoneOffset.UTC);
        LocalDate today = LocalDate.ofInstant(NOW, ZoneOffset.UTC);
        LocalDate from = switch (example.time()) {
            case BOTH_DAYS, UPLOAD_DAY_ONLY, REVOKED_BEFORE_BOTH, REVOKED_BETWEEN, REVOKED_LATER -> uploadDay;
            case BEFORE_BOTH -> uploadDay.minusDays(30);
            case AFTER_BOTH -> today.plusDays(1);
            case TODAY_ONLY -> uploadDay.plusDays(1);
        };
        LocalDate until = switch (example.time()) {
            case BOTH_DAYS, TODAY_ONLY, REVOKED_BEFORE_BOTH, REVOKED_BETWEEN, REVOKED_LATER -> today;
            case BEFORE_BOTH -> uploadDay.minusDays(1);
            case AFTER_BOTH -> today.plusDays(30);
            case UPLOAD_DAY_ONLY -> today.minusDays(1);
        };
        Optional<Instant> revoked = switch (example.time()) {
            case REVOKED_BEFORE_BOTH -> Optional.of(PUBLISHED);
            case REVOKED_BETWEEN -> Optional.of(PUBLISHED.plusMillis(1));
            case REVOKED_LATER -> Optional.of(NOW.plusMillis(1));
            case BOTH_DAYS, BEFORE_BOTH, AFTER_BOTH, UPLOAD_DAY_ONLY, TODAY_ONLY -> Optional.empty();
        };
        return licence(
                1,
                example.account() == Account.ANOTHER ? "acct-1" : "acct-9",
                switch (example.work()) {
                    case ALL -> Optional.empty();
                    case SAME -> Optional.of("drama-7");
                    case ANOTHER -> Optional.of("drama-8");
                },
                switch (example.use()) {
                    case ANY -> Set.of();
                    case DRAMA -> Set.of("drama", "advert");
                    case ANOTHER -> Set.of("advert");
                },
                switch (example.territory()) {
                    case WORLDWIDE -> Set.of();
                    case SAME, LIMITED_AND_UPLOAD_UNKNOWN -> Set.of("CN", "KR");
                    case ANOTHER -> Set.of("KR");
                },
                from,
                until,
                revoked);
    }

    @Test
    void nobodyLicensedAnything() {
        Decision.Match match = match(List.of(), upload());

        assertEquals(Verdict.UNLICENSED, match.verdict());
    }

    @Test
    void anUnknownUploaderIsNobodysLicenseeAndTheExplanationSaysSo() {
        Decision.Match match = match(
                List.of(open("acct-9")),
                new Upload("drama-7", "3", Optional.empty(), Optional.of(PUBLISHED), Optional.of("CN")));

        assertEquals(Verdict.UNLICENSED, match.verdict());
        assertTrue(match.explanation().contains("uploader is not known"), match.explanation());
    }

    @Test
    void oneOfSeveralLicencesIsEnough() {
        Licence expired = licence("acct-9", LocalDate.parse("2025-01-01"), LocalDate.parse("2025-12-31"));

        assertEquals(
                Verdict.LICENSED,
                match(List.of(expired, open("acct-1"), open("acct-9")), upload())
                        .verdict());
    }

    @Test
    void severalLicencesAreNotAddedUpToOne() {
        Licence otherWork = licence(
                1,
                "acct-9",
                Optional.of("drama-8"),
                Set.of(),
                Set.of(),
                LocalDate.parse("2026-01-01"),
                LocalDate.parse("2026-12-31"),
                Optional.empty());
        Licence otherTime = licence("acct-9", LocalDate.parse("2025-01-01"), LocalDate.parse("2025-12-31"));

        assertEquals(
                Verdict.LICENCE_EXPIRED,
                match(List.of(otherWork, otherTime), upload()).verdict());
    }

    @Test
    void aRenewalCoversTodayAndTheFirstLicenceTheUpload() {
        Licence first = licence("acct-9", LocalDate.parse("2026-01-01"), LocalDate.parse("2026-10-31"));
        Licence renewal = licence("acct-9", LocalDate.parse("2026-11-01"), LocalDate.parse("2026-12-31"));

        assertEquals(Verdict.LICENSED, match(List.of(first, renewal), upload()).verdict());
    }

    @Test
    void withoutADateTheDayOfTheScanCounts() {
        Upload undated = new Upload("drama-7", "3", Optional.of("acct-9"), Optional.empty(), Optional.empty());
        LocalDate today = LocalDate.ofInstant(NOW, ZoneOffset.UTC);

        assertEquals(
                Verdict.LICENSED,
                match(List.of(licence("acct-9", today, today)), undated).verdict());
        assertEquals(
                Verdict.LICENCE_EXPIRED,
                match(List.of(licence("acct-9", today.minusDays(2), today.minusDays(1))), undated)
                        .verdict());
    }

    @ParameterizedTest
    @CsvSource({
        "2026-10-04T23:59:59.999Z, LICENCE_EXPIRED",
        "2026-10-05T00:00:00Z, LICENSED",
        "2026-10-05T23:59:59.999Z, LICENSED",
        "2026-10-06T00:00:00Z, LICENCE_EXPIRED"
    })
    void daysBeginAndEndAtMidnightUtc(Instant published, Verdict onUpload) {
        Licence oneDay = licence("acct-9", LocalDate.parse("2026-10-05"), LocalDate.parse("2026-10-05"));
        Upload upload = new Upload("drama-7", "3", Optional.of("acct-9"), Optional.of(published), Optional.empty());

        assertEquals(onUpload, match(List.of(oneDay), upload).onUpload());
    }

    @Test
    void territoriesAreTheSameInEitherCase() {
        Licence china = licence(
                1,
                "acct-9",
                Optional.empty(),
                Set.of(),
                Set.of("CN"),
                LocalDate.parse("2026-01-01"),
                LocalDate.parse("2026-12-31"),
                Optional.empty());
        Upload upload = new Upload("drama-7", "3", Optional.of("acct-9"), Optional.of(PUBLISHED), Optional.of("cn"));

        assertEquals(Verdict.LICENSED, match(List.of(china), upload).verdict());
    }

    /** Threshold 0.40, review margin 0.03, runner-up margin 0.05. */
    @ParameterizedTest
    @CsvSource({
        "0.3699, , nobody",
        "0.3701, , REVIEW",
        "0.40, , REVIEW",
        "0.4299, , REVIEW",
        "0.4301, , UNLICENSED",
        "0.4301, 0.3802, REVIEW",
        "0.4301, 0.3800, UNLICENSED",
        "0.90, 0.8501, REVIEW",
        "0.90, 0.8499, UNLICENSED",
        "0.3699, 0.3698, nobody",
        "-0.2, -0.3, nobody"
    })
    void similaritiesDecideFirst(double best, @Nullable String runnerUp, String expected) {
        List<RankedPerson> found = new ArrayList<>();
        found.add(ranked(ANN, best));
        if (runnerUp != null) {
            found.add(ranked(BOB, Double.parseDouble(runnerUp)));
        }

        Decision decision = decide(found, List.of(), upload());

        switch (decision) {
            case Decision.NoMatch none -> {
                assertEquals("nobody", expected);
                assertEquals(Optional.of(new Cosine(best)), none.nearest().map(Likeness::score));
            }
            case Decision.Match match -> {
                assertEquals(Verdict.valueOf(expected), match.verdict());
                assertEquals(found.getFirst(), match.best());
                assertEquals(found.size() > 1, match.runnerUp().isPresent());
                assertEquals(RULE.threshold(), match.threshold());
                assertEquals(Verdict.UNLICENSED, match.onUpload());
            }
        }
    }

    @Test
    void aLicenceDoesNotHideADoubt() {
        Decision.Match match = assertInstanceOf(
                Decision.Match.class, decide(List.of(ranked(ANN, 0.41)), List.of(open("acct-9")), upload()));

        assertEquals(Verdict.REVIEW, match.verdict());
        assertEquals(Verdict.LICENSED, match.onUpload());
        assertEquals(Verdict.LICENSED, match.today());
        assertTrue(match.explanation().contains("0.4100"), match.explanation());
    }

    @Test
    void whatOneOfTwoRecognisersHasDecidedAloneIsForReview() {
        Likeness half = new Likeness(new Cosine(0.9), Map.of(SPACE, new Cosine(0.9)), false);

        Decision.Match match = assertInstanceOf(
                Decision.Match.class, decide(List.of(new RankedPerson(ANN, half)), List.of(), upload()));

        assertEquals(Verdict.REVIEW, match.verdict());
        assertEquals(Verdict.UNLICENSED, match.onUpload());
        assertTrue(match.explanation().contains("photos again"), match.explanation());
    }

    @Test
    void whoHasManyDoublesHasAThresholdOfTheirOwn() {
        DecisionRule rule = new DecisionRule(new Cosine(0.40), Map.of(BOB, new Cosine(0.50)), 0.03, 0.05, "made up");
        PeopleSearch bob = (probe, least) -> new Ranking.Suspects(List.of(ranked(BOB, 0.46)));
        PeopleSearch ann = (probe, least) -> new Ranking.Suspects(List.of(ranked(ANN, 0.46)));

        Decision.NoMatch none = assertInstanceOf(
                Decision.NoMatch.class,
                new LicenceMatcher(bob, new LicencesOnly(List.of()), rule, Clock.fixed(NOW, ZoneOffset.UTC))
                        .decide(Probe.of(PROBE), upload()));
        Decision.Match match = assertInstanceOf(
                Decision.Match.class,
                new LicenceMatcher(ann, new LicencesOnly(List.of()), rule, Clock.fixed(NOW, ZoneOffset.UTC))
                        .decide(Probe.of(PROBE), upload()));

        assertEquals(Optional.of(BOB), none.person());
        assertEquals(new Cosine(0.40), match.threshold());
        assertEquals(Verdict.UNLICENSED, match.verdict());
        assertEquals(0.37, rule.least().value(), 1e-12);
    }

    @Test
    void whoIsNotEnoughForTheirOwnThresholdHidesNobodyWhoIs() {
        DecisionRule rule = new DecisionRule(new Cosine(0.40), Map.of(BOB, new Cosine(0.60)), 0.03, 0.05, "made up");
        PeopleSearch both = (probe, least) -> new Ranking.Suspects(List.of(ranked(BOB, 0.55), ranked(ANN, 0.54)));

        Decision.Match match = assertInstanceOf(
                Decision.Match.class,
                new LicenceMatcher(both, new LicencesOnly(List.of()), rule, Clock.fixed(NOW, ZoneOffset.UTC))
                        .decide(Probe.of(PROBE), upload()));

        assertEquals(ANN, match.best().person());
        assertEquals(Optional.of(BOB), match.runnerUp().map(RankedPerson::person));
        assertEquals(Verdict.REVIEW, match.verdict(), "somebody else is more alike");
    }

    @Test
    void whomTheSearchRulesOutIsNobody() {
        Optional<Likeness> nearest = Optional.of(Likeness.alone(SPACE, new Cosine(0.2)));
        PeopleSearch search = (probe, least) -> new Ranking.RuledOut(nearest);

        assertEquals(
                new Decision.NoMatch(nearest, Optional.empty(), true),
                new LicenceMatcher(search, new LicencesOnly(List.of()), RULE, Clock.fixed(NOW, ZoneOffset.UTC))
                        .decide(Probe.of(PROBE), upload()));
    }

    @Test
    void anEmptyRegisterMatchesNobody() {
        assertEquals(
                new Decision.NoMatch(Optional.empty(), Optional.empty(), true), decide(List.of(), List.of(), upload()));
    }

    private static Decision.Match match(List<Licence> licences, Upload upload) {
        return assertInstanceOf(Decision.Match.class, decide(List.of(ranked(ANN, 0.9)), licences, upload));
    }

    private static Decision decide(List<RankedPerson> found, List<Licence> licences, Upload upload) {
        PeopleSearch search = (probe, least) -> {
            assertEquals(0.37, least.value(), 1e-9);
            return found.isEmpty() ? new Ranking.RuledOut(Optional.empty()) : new Ranking.Suspects(found);
        };
        return new LicenceMatcher(search, new LicencesOnly(licences), RULE, Clock.fixed(NOW, ZoneOffset.UTC))
                .decide(Probe.of(PROBE), upload);
    }

    private static RankedPerson ranked(PersonId person, double similarity) {
        return new RankedPerson(person, Likeness.alone(SPACE, new Cosine(similarity)));
    }

    private static Upload upload() {
        return new Upload("drama-7", "3", Optional.of("acct-9"), Optional.of(PUBLISHED), Optional.of("CN"));
    }

    private static Licence open(String licensee) {
        return licence(licensee, LocalDate.parse("2026-01-01"), LocalDate.parse("2026-12-31"));
    }

    private static Licence licence(String licensee, LocalDate from, LocalDate until) {
        return licence(1, licensee, Optional.empty(), Set.of(), Set.of(), from, until, Optional.empty());
    }

    private static Licence licence(
            int number,
            String licensee,
            Optional<String> work,
            Set<String> uses,
            Set<String> territories,
            LocalDate from,
            LocalDate until,
            Optional<Instant> revoked) {
        return new Licence(
                String.format(Locale.ROOT, "L-%06d", number),
                new LicenceTerms(ANN, licensee, work, uses, territories, from, until, Optional.empty()),
                from.atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC),
                revoked);
    }

    /** A register of which only Ann's licences are asked. */
    private static final class LicencesOnly extends AskedForNothing {

        private final List<Licence> licences;

        LicencesOnly(List<Licence> licences) {
            this.licences = licences;
        }

        @Override
        public List<Licence> licences(PersonId person) {
            assertEquals(ANN, person);
            return licences;
        }
    }
}
