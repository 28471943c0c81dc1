package io.sosia.jobs.batch;

import io.sosia.jobs.batch.FailurePolicy.Reaction;
import java.time.Duration;
import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;

/** Tries work again when {@link FailurePolicy} says so. Thread-safe. */
public final class Attempts {

    private final RetryTemplate template;

    /**
     * Bounds the attempts.
     *
     * @param most attempts in all, 1 or more
     * @param delay before the second one; it doubles each time
     */
    public Attempts(int most, Duration delay) {
        this.template = new RetryTemplate(RetryPolicy.builder()
                .maxRetries(most - 1L)
                .delay(delay)
                .multiplier(2)
                .maxDelay(delay.multipliedBy(64))
                .predicate(failure -> FailurePolicy.reaction(FailurePolicy.category(failure)) == Reaction.RETRY)
                .build());
    }

    /** Runs work that leaves nothing behind where it fails. @throws RuntimeException the last attempt's, unchanged */
    public <T> T run(Work<T> work) {
        try {
            return template.execute(work::run);
        } catch (RetryException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("work throws no checked exceptions", e);
        }
    }

    /** Work that can be done again. */
    @FunctionalInterface
    public interface Work<T> {
        /** Does it. */
        T run();
    }
}
