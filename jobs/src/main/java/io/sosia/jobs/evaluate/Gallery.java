package io.sosia.jobs.evaluate;

import io.sosia.detector.pipeline.PhotoReader.Accepted;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * People, each by their portraits, all compared with every probe: the measure of what any index should find. A person is
 * as alike as the portrait that is most alike.
 */
final class Gallery {

    private final Scorer scorer;
    private final Map<String, List<Accepted>> people;

    /** @param people each with the portraits that show a face; copied */
    Gallery(Scorer scorer, Map<String, List<Accepted>> people) {
        this.scorer = scorer;
        this.people = new LinkedHashMap<>();
        people.forEach((person, portraits) -> {
            if (!portraits.isEmpty()) {
                this.people.put(person, List.copyOf(portraits));
            }
        });
    }

    /** The person most like the probe; empty where nobody is in the gallery. */
    Optional<Best> search(Accepted probe) {
        Optional<Best> best = Optional.empty();
        for (Map.Entry<String, List<Accepted>> person : people.entrySet()) {
            double similarity = similarity(person.getValue(), probe);
            if (best.isEmpty() || similarity > best.get().similarity()) {
                best = Optional.of(new Best(person.getKey(), similarity));
            }
        }
        return best;
    }

    /** How like a person the probe is; negative infinity where they are not in the gallery. */
    double similarity(String person, Accepted probe) {
        return similarity(people.getOrDefault(person, List.of()), probe);
    }

    private double similarity(List<Accepted> portraits, Accepted probe) {
        double most = Double.NEGATIVE_INFINITY;
        for (Accepted portrait : portraits) {
            most = Math.max(most, scorer.score(portrait, probe));
        }
        return most;
    }

    /** The most alike. */
    record Best(String person, double similarity) {}
}
