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
 * @param review only with such a review; empty means any
 */
public record FindingFilter(
        Optional<String> work, Optional<PersonId> person, Set<Verdict> verdicts, Optional<Review> review) {

    /** What people have said. Names are part of the command line's contract. */
    public enum Review {
        /** Somebody has still to decide. */
        OPEN,
        /** It is the person. */
        CONFIRMED,
        /** It is somebody else, or the same face as one that is. */
        REJECTED,
        /** It is the person, and they allowed it. */
        LICENSED
    }

    /** Copies the verdicts. */
    public FindingFilter {
        verdicts = Set.copyOf(verdicts);
    }

    /** Whatever people have said. */
    public FindingFilter(Optional<String> work, Optional<PersonId> person, Set<Verdict> verdicts) {
        this(work, person, verdicts, Optional.empty());
    }

    /** Every finding. */
    public static FindingFilter all() {
        return new FindingFilter(Optional.empty(), Optional.empty(), Set.of());
    }
}
