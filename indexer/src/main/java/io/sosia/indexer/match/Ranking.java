package io.sosia.indexer.match;

import java.util.List;
import java.util.Optional;

/** Who a track may be. */
public sealed interface Ranking {

    /**
     * Nobody: the quick recogniser rules everybody out, and the strong one was not asked.
     *
     * @param nearest the likeness to the person nearest to it in the quick space, if anybody is registered
     */
    record RuledOut(Optional<Likeness> nearest) implements Ranking {}

    /**
     * Perhaps one of these.
     *
     * @param people at least one, the highest score first
     */
    record Suspects(List<RankedPerson> people) implements Ranking {
        /** @throws IllegalArgumentException if there is nobody */
        public Suspects {
            people = List.copyOf(people);
            if (people.isEmpty()) {
                throw new IllegalArgumentException("suspects are one person at least");
            }
        }
    }
}
