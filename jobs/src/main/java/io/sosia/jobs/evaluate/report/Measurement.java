package io.sosia.jobs.evaluate.report;

import io.sosia.jobs.evaluate.statistics.Resampling;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What was measured, with what, and how: everything that it takes to measure it again.
 *
 * @param dataSet short name of the data, for the page's head; may hold anything
 * @param data what it is: folders, counts, digests
 * @param models ids and digests
 * @param software version and commit
 * @param settings whatever changes a figure
 * @param intervals where they come from
 * @param when it was measured
 */
public record Measurement(
        String dataSet,
        List<Fact> data,
        List<Fact> models,
        String software,
        List<Fact> settings,
        String intervals,
        Instant when) {

    /** Copies the lists. */
    public Measurement {
        data = List.copyOf(data);
        models = List.copyOf(models);
        settings = List.copyOf(settings);
    }

    /** With intervals of a bootstrap over people. */
    public Measurement(
            String dataSet,
            List<Fact> data,
            List<Fact> models,
            String software,
            List<Fact> settings,
            Resampling resampling,
            Instant when) {
        this(dataSet, data, models, software, settings, words(resampling), when);
    }

    private static String words(Resampling resampling) {
        return "95 %, by " + resampling.replicates() + " replicates of a bootstrap over people, seed "
                + resampling.seed() + "; never shorter than the exact interval of as many independent trials";
    }

    /** Everything below each other. */
    List<Fact> facts() {
        List<Fact> facts = new ArrayList<>(data);
        facts.addAll(models);
        facts.add(new Fact("Software", software));
        facts.addAll(settings);
        facts.add(new Fact("Intervals", intervals));
        return facts;
    }

    /**
     * Something to know.
     *
     * @param value may hold anything
     */
    public record Fact(String label, String value) {}
}
