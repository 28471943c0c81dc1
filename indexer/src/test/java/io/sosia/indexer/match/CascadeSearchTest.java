package io.sosia.indexer.match;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.indexer.enrolled.EnrolledFaces;
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
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CascadeSearchTest {

    private static final EmbeddingSpace QUICK = new EmbeddingSpace("quick", "0123456789ab", "v1", 2);
    private static final EmbeddingSpace STRONG = new EmbeddingSpace("strong", "0123456789ab", "v1", 2);
    private static final PersonId ANN = new PersonId("ann");
    private static final PersonId BOB = new PersonId("bob");
    private static final Cosine LEAST = new Cosine(0.45);
    private static final Fusion BOTH = Fusion.of(QUICK, STRONG);

    private final RegisteredFaces registered = new RegisteredFaces();
    private int askedCloser;

    @Test
    void theStrongOneIsNotAskedWhereTheQuickOneRulesEverybodyOut() {
        registered.add(ANN, at(QUICK, 0.30), at(STRONG, 1));

        Ranking.RuledOut nobody = assertInstanceOf(Ranking.RuledOut.class, search(BOTH));

        assertEquals(0.30, nobody.nearest().orElseThrow().score().value(), 1e-6);
        assertEquals(0, askedCloser);
        assertEquals(0, registered.read, "templates read");
    }

    @Test
    void bothDecideWhoComesFirst() {
        registered.add(ANN, at(QUICK, 0.5), at(STRONG, 0.3));
        registered.add(BOB, at(QUICK, 0.4), at(STRONG, 0.8));

        List<RankedPerson> suspects = suspects(BOTH);

        assertEquals(List.of(BOB, ANN), people(suspects));
        assertEquals(0.4 * 0.4 + 0.6 * 0.8, suspects.get(0).score().value(), 1e-6);
        assertEquals(0.4 * 0.5 + 0.6 * 0.3, suspects.get(1).score().value(), 1e-6);
        assertEquals(0.8, suspects.get(0).likeness().in(STRONG).orElseThrow().value(), 1e-6);
        assertEquals(1, askedCloser);
    }

    @Test
    void whoLacksTheStrongSpaceIsStillFound() {
        registered.add(ANN, at(QUICK, 0.7));
        registered.add(BOB, at(QUICK, 0.5), at(STRONG, 0.6));

        List<RankedPerson> suspects = suspects(BOTH);

        assertEquals(List.of(ANN, BOB), people(suspects));
        assertEquals(0.7, suspects.getFirst().score().value(), 1e-6);
        assertFalse(suspects.getFirst().likeness().complete());
        assertTrue(suspects.getLast().likeness().complete());
    }

    @Test
    void withoutAStrongRecogniserNobodyIsAskedToLookCloser() {
        registered.add(ANN, at(QUICK, 0.5), at(STRONG, 1));

        List<RankedPerson> suspects = suspects(Fusion.alone(QUICK));

        assertEquals(0.5, suspects.getFirst().score().value(), 1e-6);
        assertTrue(suspects.getFirst().likeness().complete());
        assertEquals(0, askedCloser);
    }

    @Test
    void theNextPersonIsToldHoweverUnlike() {
        registered.add(ANN, at(QUICK, 0.9));
        registered.add(BOB, at(QUICK, -0.5));
        registered.add(new PersonId("cat"), at(QUICK, -0.6));

        assertEquals(List.of(ANN, BOB), people(suspects(Fusion.alone(QUICK))));
    }

    @Test
    void everybodyAboveTheScreenIsCompared() {
        for (int i = 0; i < 60; i++) {
            registered.add(new PersonId("p" + i), at(QUICK, 0.5 - i * 0.002), at(STRONG, i * 0.01));
        }
        registered.add(BOB, at(QUICK, 0.305), at(STRONG, 1));

        List<RankedPerson> suspects = suspects(BOTH);

        assertEquals(60, suspects.size());
        assertEquals(new PersonId("p59"), suspects.getFirst().person());
    }

    @Test
    void howeverManyAreAboveTheScreenTheLeastLikeIsCompared() {
        for (int i = 0; i < 1000; i++) {
            registered.add(new PersonId("p" + i), at(QUICK, 0.5), at(STRONG, 0.1));
        }
        registered.add(BOB, at(QUICK, 0.32), at(STRONG, 1));
        CascadeSearch search = new CascadeSearch(registered, registered, BOTH);

        Ranking.Suspects suspects = assertInstanceOf(Ranking.Suspects.class, search.search(probe(), LEAST));

        assertEquals(BOB, suspects.people().getFirst().person());
        assertEquals(1001, suspects.people().size());
        assertEquals(0, search.cut());
    }

    @Test
    void searchThatComparesFewerThanItShouldIsCounted() {
        for (int i = 0; i <= CascadeSearch.MOST; i++) {
            registered.add(new PersonId("p" + i), at(QUICK, 0.5));
        }
        CascadeSearch search = new CascadeSearch(registered, registered, Fusion.alone(QUICK));

        Ranking.Suspects suspects = assertInstanceOf(Ranking.Suspects.class, search.search(probe(), LEAST));

        assertEquals(CascadeSearch.MOST, suspects.people().size());
        assertEquals(1, search.cut());
    }

    @Test
    void whoIsErasedMeanwhileIsNobody() {
        registered.add(ANN, at(QUICK, 0.9), at(STRONG, 0.9));
        registered.erased = true;

        assertEquals(new Ranking.RuledOut(Optional.empty()), search(BOTH));
    }

    @Test
    void nobodyIsRegistered() {
        assertEquals(new Ranking.RuledOut(Optional.empty()), search(BOTH));
    }

    private static List<PersonId> people(List<RankedPerson> suspects) {
        return suspects.stream().map(RankedPerson::person).toList();
    }

    private List<RankedPerson> suspects(Fusion fusion) {
        return assertInstanceOf(Ranking.Suspects.class, search(fusion)).people();
    }

    private Ranking search(Fusion fusion) {
        return new CascadeSearch(registered, registered, fusion).search(probe(), LEAST);
    }

    private Probe probe() {
        return new Probe() {
            @Override
            public Embedding quick() {
                return at(QUICK, 1);
            }

            @Override
            public Optional<Embedding> strong() {
                askedCloser++;
                return Optional.of(at(STRONG, 1));
            }
        };
    }

    /** With that cosine to the probe. */
    private static Embedding at(EmbeddingSpace space, double cosine) {
        return Embedding.normalised(space, new float[] {(float) cosine, (float) Math.sqrt(1 - cosine * cosine)});
    }

    /** Register and index in one. */
    private static final class RegisteredFaces extends AskedForNothing implements EnrolledFaces {

        private final Map<PersonId, List<Embedding>> people = new TreeMap<>();
        private boolean erased;
        private int read;

        void add(PersonId person, Embedding... templates) {
            people.put(person, List.of(templates));
        }

        @Override
        public List<Candidate> search(Embedding probe, int atMost) {
            List<Candidate> found = new ArrayList<>();
            people.forEach((person, templates) ->
                    found.add(new Candidate(person, templates.getFirst().cosine(probe))));
            found.sort(Comparator.comparing(Candidate::similarity).reversed());
            return found.subList(0, Math.min(atMost, found.size()));
        }

        @Override
        public List<Template> templates(Collection<PersonId> wanted) {
            read++;
            List<Template> templates = new ArrayList<>();
            if (!erased) {
                people.forEach((person, own) -> {
                    if (wanted.contains(person)) {
                        own.forEach(embedding -> templates.add(new Template(templates.size(), person, embedding)));
                    }
                });
            }
            return templates;
        }

        @Override
        public SearchStatistics statistics() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
