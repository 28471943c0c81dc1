package io.sosia.jobs.evaluate.budget;

import io.sosia.indexer.registry.PersonId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Scores of photos, each that of the best of everybody registered.
 *
 * @param registered people
 * @param strangers by where they come from
 * @param mates photos of registered people that they are not registered with
 */
public record BudgetScores(int registered, List<Strangers> strangers, List<Mate> mates) {

    /** Copies the lists. */
    public BudgetScores {
        strangers = List.copyOf(strangers);
        mates = List.copyOf(mates);
    }

    /**
     * A photo's score.
     *
     * @param score that decides
     * @param best whom it is most like
     */
    public record Probe(double score, PersonId best) {}

    /**
     * A photo of somebody registered.
     *
     * @param person who it is
     * @param probe its score
     * @param own its score with that person, whoever is the most alike
     */
    public record Mate(PersonId person, Probe probe, double own) {
        /** Whether the right person is the most alike. */
        boolean right() {
            return person.equals(probe.best());
        }
    }

    /**
     * People whom nobody registered.
     *
     * @param name where they come from
     * @param people their photos, by person
     */
    public record Strangers(String name, Map<String, List<Probe>> people) {
        /** Copies the map, in its order. */
        public Strangers {
            Map<String, List<Probe>> copy = new LinkedHashMap<>();
            people.forEach((person, probes) -> copy.put(person, List.copyOf(probes)));
            people = java.util.Collections.unmodifiableMap(copy);
        }

        /** How many photos there are. */
        int photos() {
            return people.values().stream().mapToInt(List::size).sum();
        }
    }
}
