package io.sosia.jobs.scan;

import io.sosia.indexer.match.Verdict;
import io.sosia.indexer.registry.PersonId;
import java.util.Optional;
import java.util.Set;

/**
 * Which findings are asked for.
 *
 * @param work only of this work
 * @param person only of this person
 * @param verdicts only with one of these; empty means any
 */
public record FindingFilter(Optional<String> work, Optional<PersonId> person, Set<Verdict> verdicts) {

    /** Copies the verdicts. */
    public FindingFilter {
        verdicts = Set.copyOf(verdicts);
    }

    /** Every finding. */
    public static FindingFilter all() {
        return new FindingFilter(Optional.empty(), Optional.empty(), Set.of());
    }
}
