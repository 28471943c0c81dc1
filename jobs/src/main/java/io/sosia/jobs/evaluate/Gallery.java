package io.sosia.jobs.evaluate;

import io.sosia.detector.pipeline.PhotoReader.Accepted;
import io.sosia.indexer.match.PersonTemplates;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** People by their portraits, all compared with every probe: the measure of what any index should find. */
final class Gallery {

    private final Scorer scorer;
    private final Map<String, PersonTemplates> people = new LinkedHashMap<>();

    /** @param people each with the portraits that show a face; whoever has none is left out */
    Gallery(Scorer scorer, Map<String, List<Accepted>> people) {
        this.scorer = scorer;
        people.forEach((person, portraits) -> {
            if (!portraits.isEmpty()) {
                this.people.put(person, scorer.person(portraits));
            }
        });
    }

    /** The person most like the probe; empty where nobody is in the gallery. */
    Optional<Best> search(Accepted probe) {
        Optional<Best> best = Optional.empty();
        for (Map.Entry<String, PersonTemplates> person : people.entrySet()) {
            double similarity = scorer.score(probe, person.getValue());
            if (best.isEmpty() || similarity > best.get().similarity()) {
                best = Optional.of(new Best(person.getKey(), similarity));
            }
        }
        return best;
    }

    /** How like a person the probe is; negative infinity where they are not in the gallery. */
    double similarity(String person, Accepted probe) {
        return Optional.ofNullable(people.get(person))
                .map(templates -> scorer.score(probe, templates))
                .orElse(Double.NEGATIVE_INFINITY);
    }

    /** The most alike. */
    record Best(String person, double similarity) {}
}
