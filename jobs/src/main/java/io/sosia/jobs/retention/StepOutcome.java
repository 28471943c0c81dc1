package io.sosia.jobs.retention;

import java.util.Optional;

/**
 * How a step of a run of the nightly job ended.
 *
 * @param step its name
 * @param report what it did or would do; empty where it failed
 * @param problem why it failed
 */
public record StepOutcome(String step, State state, StepReport report, Optional<String> problem) {

    /** How a step ended. */
    public enum State {
        /** It did what it tells. */
        DONE,
        /** It would do what it tells; nothing was changed. */
        LOOKED,
        /** It could not, or not all of it; the others went on. The next run tries again. */
        FAILED
    }
}
