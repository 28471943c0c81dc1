package io.sosia.jobs.takedown;

import java.time.Instant;

/**
 * Something that happened to a case.
 *
 * @param at when
 * @param round in which
 * @param kind what: {@code OPENED}, {@code COMPLETED}, {@code SEARCHED}, {@code DECIDED}, {@code ANSWERED},
 *     {@code COUNTERED}, {@code CLOSED}, {@code ERASED}
 * @param state that it led to
 */
public record CaseEvent(Instant at, int round, Kind kind, CaseState state) {

    /** What. */
    public enum Kind {
        OPENED,
        COMPLETED,
        SEARCHED,
        DECIDED,
        ANSWERED,
        COUNTERED,
        CLOSED,
        ERASED
    }
}
