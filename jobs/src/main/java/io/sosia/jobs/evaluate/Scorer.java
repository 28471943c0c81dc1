package io.sosia.jobs.evaluate;

import io.sosia.detector.pipeline.PhotoReader.Accepted;

/** How alike two faces are by what was read of them. Symmetric, stateless, safe for use by several threads. */
public interface Scorer {

    /** Short name for a report. */
    String id();

    /**
     * Compares.
     *
     * @return -1..1, larger is more alike
     */
    double score(Accepted first, Accepted second);

    /** Cosine of the templates. */
    static Scorer cosine() {
        return new Scorer() {
            @Override
            public String id() {
                return "fast";
            }

            @Override
            public double score(Accepted first, Accepted second) {
                return first.template().cosine(second.template()).value();
            }
        };
    }
}
