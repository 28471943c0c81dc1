package io.sosia.jobs.takedown.search;

import io.sosia.jobs.scan.StopSignal;

/** The search was asked to end: thrown through whatever is at hand. */
final class SearchInterruptedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private SearchInterruptedException() {
        super("the search was asked to end");
    }

    static void throwIf(StopSignal stop) {
        if (stop.requested()) {
            throw new SearchInterruptedException();
        }
    }
}
