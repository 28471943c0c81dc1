package io.sosia.indexer.sighting;

import io.sosia.indexer.match.Likeness;
import io.sosia.models.vector.Cosine;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;
import io.sosia.models.vector.FaceVectors;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;

/** One search on its way through the archive, newest sightings first. Serves one thread. */
final class SearchRun {

    /** Two floats' dot product and the cosine that is worked out from the same vectors in doubles differ by less. */
    private static final float ROUNDING = 1e-4f;

    private final SightingQuery query;
    private final List<float[]> probes;
    private final StandingLooks standing = new StandingLooks();
    private final PriorityQueue<SightingHit> best =
            new PriorityQueue<>(Collections.reverseOrder(SightingHit.MOST_ALIKE_FIRST));
    private final List<Look> looks = new ArrayList<>();
    private final List<LocalDate> days = new ArrayList<>();
    private final List<ArchiveDamage> damaged = new ArrayList<>();
    private long found;
    private long compared;
    private long incomparable;

    SearchRun(SightingQuery query) {
        this.query = query;
        this.probes = query.person().in(query.fusion().quick()).stream()
                .map(Embedding::toArray)
                .toList();
    }

    /** Knows which looks stand, of all that this search has met. */
    StandingLooks standing() {
        return standing;
    }

    /** The space in which everything is compared. */
    EmbeddingSpace quick() {
        return query.fusion().quick();
    }

    /** The other space of the query, if it has one. */
    Optional<EmbeddingSpace> strong() {
        return query.fusion().strong();
    }

    /** Whether looks are to be told of. */
    boolean wantsLooks() {
        return !query.works().isEmpty();
    }

    /** Tells of a look that stands. */
    void look(Look look) {
        if (query.works().contains(look.upload().work())) {
            looks.add(look);
        }
    }

    /**
     * Compares a vector of the quick space.
     *
     * @param dot of two vectors
     * @return whether the sighting may be a hit, to be looked at closer by {@link #offer}
     */
    boolean passes(float[] vector, ToDoubleBiFunction<float[], float[]> dot) {
        compared++;
        double floor = query.screen().value() - ROUNDING;
        for (float[] probe : probes) {
            if (dot.applyAsDouble(vector, probe) >= floor) {
                return true;
            }
        }
        return false;
    }

    /** A sighting without a vector in the quick space. */
    void passOver() {
        incomparable++;
    }

    /**
     * Compares a sighting in all spaces.
     *
     * @param hit makes the hit, once it is known to be one of the most alike so far
     */
    void offer(FaceVectors templates, Function<Likeness, SightingHit> hit) {
        Optional<Likeness> likeness = query.fusion().compare(templates, query.person());
        if (likeness.isEmpty()
                || likeness.get().in(quick()).map(Cosine::value).orElse(-1.0)
                        < query.screen().value()
                || likeness.get().score().compareTo(query.least()) < 0) {
            return;
        }
        found++;
        if (best.size() == query.most()
                && likeness.get().score().compareTo(best.element().likeness().score()) < 0) {
            return;
        }
        best.add(hit.apply(likeness.get()));
        if (best.size() > query.most()) {
            best.remove();
        }
    }

    void searched(LocalDate day) {
        days.add(day);
    }

    void damaged(LocalDate day, String file, String what) {
        damaged.add(new ArchiveDamage(day, file, what));
    }

    SightingSearch result() {
        List<SightingHit> hits = new ArrayList<>(best);
        hits.sort(SightingHit.MOST_ALIKE_FIRST);
        looks.sort(Comparator.comparing(Look::at));
        Collections.sort(days);
        return new SightingSearch(
                hits, found, compared, incomparable, days, looks, new SearchedUploads(standing.uploads()), damaged);
    }
}
