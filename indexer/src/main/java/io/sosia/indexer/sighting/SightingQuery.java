package io.sosia.indexer.sighting;

import io.sosia.indexer.match.Fusion;
import io.sosia.indexer.match.PersonTemplates;
import io.sosia.models.vector.Cosine;
import java.util.Set;

/**
 * Whom to look for.
 *
 * @param person by their portraits
 * @param fusion how likenesses of several recognisers make one score; every sighting is compared in its quick space
 * @param screen least likeness in the quick space: who is above it is compared in the other space too, where the sighting
 *     has a template there
 * @param least score of a hit
 * @param most hits to return, the most alike; 1 to {@link #MOST_HITS}. More are counted
 * @param works of which all looks are to be told of, to know what of them was looked at; sightings of all works are searched
 */
public record SightingQuery(
        PersonTemplates person, Fusion fusion, Cosine screen, Cosine least, int most, Set<String> works) {

    /** So many take some 100 MB. */
    public static final int MOST_HITS = 50_000;

    /** @throws IllegalArgumentException if {@code most} is out of its range, or the person has no template in the quick space */
    public SightingQuery {
        if (most < 1 || most > MOST_HITS) {
            throw new IllegalArgumentException("most: " + most + " is not in 1.." + MOST_HITS);
        }
        if (person.in(fusion.quick()).isEmpty()) {
            throw new IllegalArgumentException("the person has no template in " + fusion.quick());
        }
        works = Set.copyOf(works);
    }
}
