package io.sosia.jobs.takedown;

import java.time.Duration;
import java.time.Instant;

/** What came of a request. */
public sealed interface Opening {

    /** A case was opened, durably. */
    record Opened(TakedownCase opened) implements Opening {}

    /** Exactly that was asked before, and its case has not ended: no second one was opened. */
    record AlreadyOpen(TakedownCase open) implements Opening {}

    /**
     * This requester has opened as many cases as one may.
     *
     * @param most within {@code period}
     * @param next from when on they may open another
     */
    record TooMany(int most, Duration period, Instant next) implements Opening {}
}
