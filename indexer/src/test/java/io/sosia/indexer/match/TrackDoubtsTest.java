package io.sosia.indexer.match;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.indexer.calibration.DecisionRule;
import io.sosia.indexer.match.Decision.Frames;
import io.sosia.indexer.match.TrackDoubts.Doubt;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.Template;
import io.sosia.models.vector.Cosine;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The threshold is 0.5, so that each of two people must add 0.38; Ann is the first axis and Bob the second. */
class TrackDoubtsTest {

    private static final EmbeddingSpace SPACE = new EmbeddingSpace("test", "0123456789ab", "v1", 4);
    private static final DecisionRule RULE = new DecisionRule(new Cosine(0.5), 0.03, 0.05, "made up");
    private static final PersonId ANN = new PersonId("ann");
    private static final PersonId BOB = new PersonId("bob");

    private final Map<PersonId, Embedding> registered = new TreeMap<>(Map.of(ANN, at(1, 0, 0), BOB, at(0, 1, 0)));
    private final TrackDoubts doubts = new TrackDoubts(new Registered(), Fusion.alone(SPACE), RULE, true);

    @Test
    void aFaceMadeOfTwoPeoplesIsABlend() {
        assertTrue(isBlend(at(0.5, 0.45, 0)));
        assertTrue(isBlend(at(0.42, 0.4, 0)), "though it is near neither");
    }

    @Test
    void whoIsOnePersonOrNobodyIsNone() {
        assertFalse(isBlend(at(0.9, 0.3, 0)));
        assertFalse(isBlend(at(0.35, 0.35, 0)));
        registered.remove(BOB);
        assertFalse(isBlend(at(0.5, 0.45, 0)));
    }

    @Test
    void twinsOfWhomOneExplainsTheOtherAreNone() {
        registered.put(BOB, at(0.8, 0.6, 0));
        assertFalse(isBlend(at(0.7, 0, 0)));
        registered.put(BOB, at(1, 0, 0));
        assertFalse(isBlend(at(0.7, 0, 0)));
    }

    @Test
    void whereFramesShowNowOneAndNowTheOtherItIsNotSustained() {
        Embedding both = at(0.5, 0.45, 0);

        assertTrue(isBlend(both, both, both, at(0.9, 0, 0)));
        assertFalse(isBlend(both, at(0.9, 0, 0), at(0, 0.9, 0), both));
    }

    @Test
    void oneFrameAgainstOthersIsDoubted() {
        Frames alone = frames(at(0.7, 0, 0), at(0.9, 0, 0), at(0.1, 0, 0.5), at(0.2, 0, 0.5));

        assertEquals(new Frames(3, 1), alone);
        assertEquals(List.of(Caution.FRAMES_DISAGREE), cautions(alone));
    }

    @Test
    void framesThatAgreeAndTheOnlyFrameAreNot() {
        Frames two = frames(at(0.7, 0, 0), at(0.9, 0, 0), at(0.5, 0, 0), at(0.1, 0, 0));
        Frames one = frames(at(0.7, 0, 0), at(0.7, 0, 0));

        assertEquals(new Frames(3, 2), two);
        assertEquals(new Frames(1, 1), one);
        assertEquals(List.of(), cautions(two));
        assertEquals(List.of(), cautions(one));
    }

    @Test
    void drawnFacesAreForReviewUnlessEverybodyIsDrawn() {
        Probe drawn = new Seen(at(1, 0, 0), List.of(), true);
        TrackDoubts amongDrawn = new TrackDoubts(new Registered(), Fusion.alone(SPACE), RULE, false);

        Doubt said = doubts.of(false, new Frames(0, 0), drawn).getFirst();

        assertEquals(Caution.STYLISED, said.caution());
        assertTrue(said.review());
        assertFalse(amongDrawn.of(false, new Frames(0, 0), drawn).getFirst().review());
    }

    private List<Caution> cautions(Frames frames) {
        return doubts.of(false, frames, new Seen(at(1, 0, 0), List.of(), false)).stream()
                .map(Doubt::caution)
                .toList();
    }

    private Frames frames(Embedding track, Embedding... looks) {
        return doubts.frames(suspects(track).getFirst(), new Seen(track, List.of(looks), false));
    }

    private boolean isBlend(Embedding track, Embedding... looks) {
        return doubts.isBlend(suspects(track), new Seen(track, List.of(looks), false));
    }

    private List<RankedPerson> suspects(Embedding track) {
        List<RankedPerson> ranked = new ArrayList<>();
        registered.forEach(
                (person, face) -> ranked.add(new RankedPerson(person, Likeness.alone(SPACE, face.cosine(track)))));
        ranked.sort(Comparator.comparing(RankedPerson::score).reversed());
        return ranked;
    }

    /** The fourth axis is nobody's. */
    private static Embedding at(double x, double y, double z) {
        double rest = Math.sqrt(Math.max(0, 1 - x * x - y * y - z * z));
        return Embedding.normalised(SPACE, new float[] {(float) x, (float) y, (float) z, (float) rest});
    }

    private record Seen(Embedding quick, List<Embedding> looks, boolean stylised) implements Probe {
        @Override
        public Optional<Embedding> strong() {
            return Optional.empty();
        }
    }

    private final class Registered extends AskedForNothing {
        @Override
        public List<Template> templates(Collection<PersonId> wanted) {
            return wanted.stream()
                    .map(person -> new Template(1, person, Objects.requireNonNull(registered.get(person))))
                    .toList();
        }
    }
}
