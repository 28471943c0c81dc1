package io.sosia.jobs.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sosia.jobs.evaluate.statistics.ErrorRates;
import io.sosia.jobs.evaluate.statistics.Resampling;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VerificationTest {

    private static final Resampling RESAMPLING = new Resampling(200, 7);

    /** Of people who are in no other pair. */
    private static ScoredPair pair(int fold, boolean same, double similarity) {
        String first = fold + "/" + same + "/" + similarity;
        return new ScoredPair(fold, first, same ? first : first + "'", similarity);
    }

    private static Verification verification(List<ScoredPair> pairs) {
        return Verification.of(pairs, Part.of(List.of()), RESAMPLING);
    }

    @Test
    void judgesEachFoldWithTheThresholdOfTheOthers() {
        List<ScoredPair> pairs = List.of(
                pair(0, true, 0.9),
                pair(0, true, 0.7),
                pair(0, false, 0.3),
                pair(0, false, 0.1),
                pair(1, true, 0.8),
                pair(1, true, 0.4),
                pair(1, false, 0.2),
                pair(1, false, 0.6));
        // Fold 0 alone is parted at 0.5: of fold 1 it calls 0.8 and 0.2 rightly, 0.4 and 0.6 wrongly: 2 of 4.
        // Fold 1 alone is parted best at 0.7 (or 0.3), 3 of 4; from above 0.7 comes first: of fold 0 all are right.
        Verification measured = verification(pairs);
        assertEquals(8, measured.pairs());
        assertEquals(0.75, measured.folds().orElseThrow().accuracy(), 1e-12);
        // Accuracies 1 and 0.5: deviation sqrt(2 * 0.25² / 1).
        assertEquals(Math.sqrt(0.125), measured.folds().orElseThrow().deviation(), 1e-12);
        // The only false accept allowed is none: 0.6 is the strictest impostor; 0.9, 0.7 and 0.8 exceed it.
        assertEquals(0.75, measured.tarAtFar().get(0.01));
        assertEquals(0.75, measured.tarAtFar().get(0.001));
    }

    @Test
    void aPairWithoutAFaceIsCalledDifferent() {
        double none = Double.NEGATIVE_INFINITY;
        List<ScoredPair> pairs = List.of(
                pair(0, true, 0.9),
                pair(0, true, none),
                pair(0, false, none),
                pair(0, false, 0.1),
                pair(1, true, 0.8),
                pair(1, true, 0.7),
                pair(1, false, 0.2),
                pair(1, false, 0.1));
        // Only the true pair without a face is called wrongly.
        assertEquals(7 / 8.0, verification(pairs).folds().orElseThrow().accuracy(), 1e-12);
    }

    @Test
    void neverPartsEqualSimilarities() {
        List<ScoredPair> pairs = List.of(pair(0, true, 0.5), pair(0, true, 0.5), pair(0, false, 0.5));
        // Of fold 0, all or nothing, and all is right twice; fold 1 is there for the form.
        FoldedPairs folded = FoldedPairs.of(
                Stream.concat(pairs.stream(), Stream.of(pair(1, true, 0.9))).toList());
        assertEquals(0.5, folded.bestThreshold(new int[] {0, 1, 1, 1}, i -> true));
    }

    @Test
    void needsTwoFolds() {
        assertThrows(
                IllegalArgumentException.class, () -> verification(List.of(pair(0, true, 0.9), pair(0, false, 0.1))));
    }

    @Test
    void aPairIsOfAGroupWhereBothAre() {
        List<ScoredPair> pairs = List.of(
                new ScoredPair(0, "a", "a", 0.9),
                new ScoredPair(0, "a", "b", 0.2),
                new ScoredPair(0, "a", "c", 0.3),
                new ScoredPair(1, "c", "c", 0.8),
                new ScoredPair(1, "c", "d", 0.1));
        PeopleGroup group = new PeopleGroup("g", Set.of("a", "b"));
        Verification measured = Verification.of(pairs, Part.of(List.of(group)), RESAMPLING);
        ErrorRates own = measured.parts().get(1).errors().own();
        assertEquals(1, own.mated());
        assertEquals(1, own.nonMated(), "a and c are a mixed pair");
        assertEquals(2, measured.parts().get(1).accuracy().orElseThrow().trials());
        assertEquals(2, measured.everybody().errors().own().mated());
        assertEquals(3, measured.everybody().errors().own().nonMated());
    }
}
