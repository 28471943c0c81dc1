package io.sosia.jobs.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class VerificationTest {

    private static ScoredPair pair(int fold, boolean same, double similarity) {
        return new ScoredPair(fold, same, similarity);
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
        Verification measured = Verification.of(pairs);
        assertEquals(8, measured.pairs());
        assertEquals(0.75, measured.accuracy(), 1e-12);
        // Accuracies 1 and 0.5: deviation sqrt(2 * 0.25² / 1).
        assertEquals(Math.sqrt(0.125), measured.accuracySd(), 1e-12);
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
        assertEquals(7 / 8.0, Verification.of(pairs).accuracy(), 1e-12);
    }

    @Test
    void neverPartsEqualSimilarities() {
        List<ScoredPair> pairs = List.of(pair(0, true, 0.5), pair(0, true, 0.5), pair(0, false, 0.5));
        assertEquals(0.5, Verification.bestThreshold(pairs), "all or nothing, and all is right twice");
    }

    @Test
    void needsTwoFolds() {
        assertThrows(
                IllegalArgumentException.class,
                () -> Verification.of(List.of(pair(0, true, 0.9), pair(0, false, 0.1))));
    }
}
