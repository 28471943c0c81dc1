package io.sosia.indexer.calibration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Words for likelihood ratios. They say how much more probable a finding is under one proposition than under the other;
 * how probable a proposition is, nobody can say who does not know everything else about the case.
 *
 * @param name of the scale, for people to read
 * @param steps ascending, the first from 1
 */
public record VerbalScale(String name, List<Step> steps) {

    /**
     * A step.
     *
     * @param from likelihood ratio from which on the words hold, 1 or more
     * @param words what the support for a proposition is called
     */
    public record Step(double from, String words) {
        /** @throws IllegalArgumentException if it begins below 1 or has no words */
        public Step {
            if (!(from >= 1)) {
                throw new IllegalArgumentException("from: " + from + " is not 1 or more");
            }
            if (words.isBlank()) {
                throw new IllegalArgumentException("a step of a verbal scale has words");
            }
        }
    }

    /** Sorts the steps. */
    public VerbalScale {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a verbal scale has a name");
        }
        List<Step> ascending = new ArrayList<>(steps);
        ascending.sort(Comparator.comparingDouble(Step::from));
        if (ascending.isEmpty() || ascending.getFirst().from() != 1) {
            throw new IllegalArgumentException("the first step of a verbal scale begins at 1");
        }
        steps = List.copyOf(ascending);
    }

    /**
     * The example of the European Network of Forensic Science Institutes: Guideline for Evaluative Reporting in Forensic
     * Science, 2015, table on page 17.
     */
    public static VerbalScale enfsi() {
        return new VerbalScale(
                "ENFSI 2015",
                List.of(
                        new Step(1, "no support"),
                        new Step(2, "weak support"),
                        new Step(10, "moderate support"),
                        new Step(100, "moderately strong support"),
                        new Step(1_000, "strong support"),
                        new Step(10_000, "very strong support"),
                        new Step(1_000_000, "extremely strong support")));
    }

    /**
     * Words for a ratio.
     *
     * @param log10 its decadic logarithm; of a negative one, the words are for the other proposition
     */
    public String words(double log10) {
        double ratio = Math.pow(10, Math.abs(log10));
        String words = steps.getFirst().words();
        for (Step step : steps) {
            // What is printed as the bound is at the bound.
            if (ratio >= step.from() * (1 - 1e-9)) {
                words = step.words();
            }
        }
        return log10 < 0 && ratio >= steps.get(Math.min(1, steps.size() - 1)).from()
                ? String.format(Locale.ROOT, "%s for the other proposition", words)
                : words;
    }
}
