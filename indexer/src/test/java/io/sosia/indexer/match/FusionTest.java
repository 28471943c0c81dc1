package io.sosia.indexer.match;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;
import io.sosia.models.vector.FaceVectors;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FusionTest {

    private static final EmbeddingSpace QUICK = new EmbeddingSpace("quick", "0123456789ab", "v1", 2);
    private static final EmbeddingSpace STRONG = new EmbeddingSpace("strong", "0123456789ab", "v1", 3);
    private static final Embedding QUICK_X = Embedding.normalised(QUICK, new float[] {1, 0});
    private static final Embedding QUICK_Y = Embedding.normalised(QUICK, new float[] {0, 1});
    private static final Embedding QUICK_BETWEEN = Embedding.normalised(QUICK, new float[] {1, 1});
    private static final Embedding STRONG_X = Embedding.normalised(STRONG, new float[] {1, 0, 0});
    private static final Embedding STRONG_NEAR_X = Embedding.normalised(STRONG, new float[] {0.8f, 0.6f, 0});

    private final Fusion both = Fusion.of(QUICK, STRONG);

    @Test
    void aFaceIsAsLikeAPersonAsTheMostAlikePortrait() {
        PersonTemplates person = PersonTemplates.of(List.of(QUICK_X, QUICK_Y));

        assertEquals(1, person.similarity(QUICK_X).orElseThrow().value(), 1e-6);
        assertEquals(Optional.empty(), person.similarity(STRONG_X));
    }

    @Test
    void orAsTheirMean() {
        PersonTemplates person = PersonTemplates.of(List.of(QUICK_X, QUICK_Y));

        assertEquals(1, person.similarity(QUICK_BETWEEN).orElseThrow().value(), 1e-6);
    }

    @Test
    void templatesThatCancelOutHaveNoMean() {
        Embedding opposite = Embedding.normalised(QUICK, new float[] {-1, 0});
        PersonTemplates person = PersonTemplates.of(List.of(QUICK_X, opposite));

        assertEquals(0, person.similarity(QUICK_Y).orElseThrow().value(), 1e-6);
    }

    @Test
    void theScoreIsTheWeightedMeanOfBothSpaces() {
        PersonTemplates person = PersonTemplates.of(List.of(QUICK_X, STRONG_X));

        Likeness likeness =
                both.compare(FaceVectors.of(QUICK_X, STRONG_NEAR_X), person).orElseThrow();

        assertEquals(0.4 + 0.6 * 0.8, likeness.score().value(), 1e-6);
        assertEquals(List.of(QUICK, STRONG), List.copyOf(likeness.similarities().keySet()));
        assertEquals(0.8, likeness.in(STRONG).orElseThrow().value(), 1e-6);
        assertTrue(likeness.complete());
    }

    @Test
    void theWeightIsTheStrongOnes() {
        PersonTemplates person = PersonTemplates.of(List.of(QUICK_X, STRONG_X));
        Fusion uneven = new Fusion(QUICK, Optional.of(STRONG), 0.75);

        Likeness likeness =
                uneven.compare(FaceVectors.of(QUICK_Y, STRONG_NEAR_X), person).orElseThrow();

        assertEquals(0.75 * 0.8, likeness.score().value(), 1e-6);
    }

    @Test
    void whatTheStrongOneLacksIsDecidedByTheQuickOneAndSaid() {
        PersonTemplates without = PersonTemplates.of(List.of(QUICK_X));
        PersonTemplates with = PersonTemplates.of(List.of(QUICK_X, STRONG_X));

        for (Likeness likeness : List.of(
                both.compare(FaceVectors.of(QUICK_BETWEEN, STRONG_X), without).orElseThrow(),
                both.compare(FaceVectors.of(QUICK_BETWEEN), with).orElseThrow())) {
            assertEquals(Math.sqrt(0.5), likeness.score().value(), 1e-6);
            assertEquals(List.of(QUICK), List.copyOf(likeness.similarities().keySet()));
            assertFalse(likeness.complete());
        }
    }

    @Test
    void oneRecogniserAloneIsComplete() {
        Likeness likeness = Fusion.alone(QUICK)
                .compare(FaceVectors.of(QUICK_BETWEEN), PersonTemplates.of(List.of(QUICK_X)))
                .orElseThrow();

        assertEquals(Math.sqrt(0.5), likeness.score().value(), 1e-6);
        assertTrue(likeness.complete());
    }

    @Test
    void whoIsNotInTheQuickSpaceCannotBeCompared() {
        assertEquals(
                Optional.empty(),
                both.compare(FaceVectors.of(QUICK_X, STRONG_X), PersonTemplates.of(List.of(STRONG_X))));
    }

    @Test
    void onlyWhatMakesSenseIsTaken() {
        assertThrows(IllegalArgumentException.class, () -> new Fusion(QUICK, Optional.of(STRONG), 1.5));
        assertThrows(IllegalArgumentException.class, () -> Fusion.of(QUICK, QUICK));
    }
}
