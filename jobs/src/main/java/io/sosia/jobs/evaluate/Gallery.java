package io.sosia.jobs.evaluate;

import io.sosia.models.vector.Embedding;
import java.util.ArrayList;
import java.util.List;

/** Templates of people, each compared with every probe: the measure of what any index should find. */
final class Gallery {

    private final List<float[]> templates = new ArrayList<>();
    private final List<String> people = new ArrayList<>();

    void add(String person, Embedding template) {
        people.add(person);
        templates.add(template.toArray());
    }

    boolean isEmpty() {
        return templates.isEmpty();
    }

    /**
     * The person most like the probe.
     *
     * @throws IllegalStateException if nobody is in the gallery
     */
    Best search(Embedding probe) {
        if (templates.isEmpty()) {
            throw new IllegalStateException("nobody is in the gallery");
        }
        float[] wanted = probe.toArray();
        int best = 0;
        double similarity = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < templates.size(); i++) {
            float[] template = templates.get(i);
            double dot = 0;
            for (int d = 0; d < wanted.length; d++) {
                dot += (double) wanted[d] * template[d];
            }
            if (dot > similarity) {
                similarity = dot;
                best = i;
            }
        }
        return new Best(people.get(best), similarity);
    }

    /** The most alike. */
    record Best(String person, double similarity) {}
}
