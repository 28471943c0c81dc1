package io.sosia.jobs.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sosia.jobs.review.Deliberation.Next;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeliberationTest {

    private static Opinion says(String by, ReviewDecision decision) {
        return new Opinion(decision, by, "because " + by, Optional.empty(), Instant.EPOCH);
    }

    /** What several say in turn. */
    private static Deliberation after(SecondReviewer rule, Opinion... opinions) {
        Deliberation deliberation = Deliberation.none();
        for (Opinion opinion : opinions) {
            deliberation = then(deliberation, opinion, rule);
        }
        return deliberation;
    }

    private static Deliberation then(Deliberation before, Opinion opinion, SecondReviewer rule) {
        Next.Counts counts = assertInstanceOf(Next.Counts.class, before.with(opinion, rule));
        List<Opinion> said = counts.begins() ? new ArrayList<>() : new ArrayList<>(before.opinions());
        said.add(opinion);
        Optional<ReviewDecision> agreed = Deliberation.agreed(before.opinions());
        return new Deliberation(counts.state(), said, counts.begins() && agreed.isPresent() ? agreed : before.byTwo());
    }

    @ParameterizedTest
    @EnumSource(ReviewDecision.class)
    void oneDecidesWhereNoSecondIsAskedFor(ReviewDecision decision) {
        Outcome.Decided decided = assertInstanceOf(
                Outcome.Decided.class,
                after(SecondReviewer.NONE, says("ann", decision)).outcome().orElseThrow());
        assertEquals(decision, decided.decision());
        assertEquals("ann", decided.by());
        assertEquals(Optional.empty(), decided.second());
    }

    @Test
    void aSecondIsAskedForByWhatIsDecided() {
        assertEquals(
                ReviewState.PENDING_SECOND,
                after(SecondReviewer.CONFIRM, says("ann", ReviewDecision.CONFIRM))
                        .state());
        assertEquals(
                ReviewState.REJECTED,
                after(SecondReviewer.CONFIRM, says("ann", ReviewDecision.REJECT))
                        .state());
        assertEquals(
                ReviewState.PENDING_SECOND,
                after(SecondReviewer.ALL, says("ann", ReviewDecision.REJECT)).state());
    }

    @Test
    void whoAgreesIsNamedAsTheSecond() {
        Outcome.Decided decided = assertInstanceOf(
                Outcome.Decided.class,
                after(SecondReviewer.ALL, says("ann", ReviewDecision.REJECT), says("bob", ReviewDecision.REJECT))
                        .outcome()
                        .orElseThrow());
        assertEquals("ann", decided.by());
        assertEquals(Optional.of("bob"), decided.second());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann", "ANN", " Ann ", "a\u200bnn", "\uff41\uff4e\uff4e", "ann\u0000"})
    void nobodyIsTheirOwnSecondByAnotherSpelling(String again) {
        Deliberation pending = after(SecondReviewer.ALL, says("ann", ReviewDecision.CONFIRM));
        assertEquals(new Next.AlreadySo(), pending.with(says(again, ReviewDecision.CONFIRM), SecondReviewer.ALL));
    }

    @Test
    void twoWhoDoNotAgreeLeaveItToAThird() {
        Deliberation disputed =
                after(SecondReviewer.ALL, says("ann", ReviewDecision.CONFIRM), says("bob", ReviewDecision.REJECT));
        assertEquals(ReviewState.DISPUTED, disputed.state());
        for (String party : List.of("ann", "Bob")) {
            Next.Refused refused = assertInstanceOf(
                    Next.Refused.class, disputed.with(says(party, ReviewDecision.CONFIRM), SecondReviewer.ALL));
            assertEquals(ReviewAnswer.Refusal.NEEDS_A_THIRD, refused.refusal());
        }
        Outcome.Decided decided = assertInstanceOf(
                Outcome.Decided.class,
                then(disputed, says("cho", ReviewDecision.REJECT), SecondReviewer.ALL)
                        .outcome()
                        .orElseThrow());
        assertEquals("cho", decided.by());
        assertEquals(Optional.of("bob"), decided.second());
        assertEquals(ReviewDecision.REJECT, decided.decision());
    }

    @Test
    void aChangeOfMindBeginsAnew() {
        Deliberation decided =
                after(SecondReviewer.ALL, says("ann", ReviewDecision.CONFIRM), says("bob", ReviewDecision.CONFIRM));
        assertEquals(
                new Next.Counts(ReviewState.PENDING_SECOND, true),
                decided.with(says("ann", ReviewDecision.REJECT), SecondReviewer.ALL));
        assertEquals(new Next.AlreadySo(), decided.with(says("cho", ReviewDecision.CONFIRM), SecondReviewer.ALL));
        Deliberation first = after(SecondReviewer.ALL, says("ann", ReviewDecision.CONFIRM));
        assertEquals(
                new Next.Counts(ReviewState.PENDING_SECOND, true),
                first.with(says("ann", ReviewDecision.REJECT), SecondReviewer.ALL));
    }

    @ParameterizedTest
    @EnumSource(SecondReviewer.class)
    void whatTwoDecidedTakesTwoToOverrule(SecondReviewer rule) {
        Deliberation decided =
                after(SecondReviewer.ALL, says("ann", ReviewDecision.CONFIRM), says("bob", ReviewDecision.CONFIRM));
        Deliberation one = then(decided, says("cho", ReviewDecision.REJECT), rule);
        assertEquals(ReviewState.PENDING_SECOND, one.state());
        // Nor by thinking again.
        assertEquals(
                ReviewState.PENDING_SECOND,
                then(one, says("cho", ReviewDecision.LICENSED), rule).state());
        Deliberation two = then(one, says("dan", ReviewDecision.REJECT), rule);
        assertEquals(ReviewState.REJECTED, two.state());
        assertEquals(
                ReviewState.PENDING_SECOND,
                then(two, says("ann", ReviewDecision.CONFIRM), rule).state());
        Deliberation disputed = then(one, says("ann", ReviewDecision.CONFIRM), rule);
        assertEquals(ReviewState.DISPUTED, disputed.state());
        assertEquals(
                ReviewState.CONFIRMED,
                then(disputed, says("bob", ReviewDecision.CONFIRM), rule).state());
    }

    @Test
    void whatOneDecidedOneMayOverruleWhereNoSecondIsAskedFor() {
        Deliberation decided = after(SecondReviewer.CONFIRM, says("ann", ReviewDecision.REJECT));
        assertEquals(
                ReviewState.LICENSED,
                then(decided, says("bob", ReviewDecision.LICENSED), SecondReviewer.CONFIRM)
                        .state());
    }

    @Test
    void aThirdOfAThirdMindSettlesNothingAndAFourthDoes() {
        Deliberation disputed = after(
                SecondReviewer.ALL,
                says("ann", ReviewDecision.CONFIRM),
                says("bob", ReviewDecision.REJECT),
                says("cho", ReviewDecision.LICENSED));
        assertEquals(ReviewState.DISPUTED, disputed.state());
        assertInstanceOf(Next.Refused.class, disputed.with(says("cho", ReviewDecision.CONFIRM), SecondReviewer.ALL));
        Outcome.Decided decided = assertInstanceOf(
                Outcome.Decided.class,
                then(disputed, says("dan", ReviewDecision.LICENSED), SecondReviewer.ALL)
                        .outcome()
                        .orElseThrow());
        assertEquals(ReviewDecision.LICENSED, decided.decision());
        assertEquals("dan", decided.by());
        assertEquals(Optional.of("cho"), decided.second());
    }

    @Test
    void whoeverIsBarredIsKnownByAnySpelling() {
        assertEquals(true, ReviewerName.isAmong("ANN  Lee", Set.of("bob", "ann lee")));
        assertEquals(false, ReviewerName.isAmong("ann", Set.of("ann lee")));
    }

    @Test
    void namesAndReasonsHaveLimitsThatAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> says(" ", ReviewDecision.REJECT));
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> says("x".repeat(201), ReviewDecision.REJECT));
        assertEquals(
                "a reviewer's name has 1 to 200 characters, not all of them blank; this has 201", refused.getMessage());
    }
}
