package io.sosia.indexer.match;

import io.sosia.models.vector.Cosine;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A person by their portraits' templates, in every space that there are any in, and in each space also by the templates'
 * mean: portraits show a face in poses and lights of its own, and their mean what they have in common. Immutable.
 *
 * <p>A face is as like the person as the most alike of all these. Tuned on half of {@code lfw-dev}'s people by the fused
 * score ({@link Fusion}), misses of 402 searches at FPIR 0.01 with 2 portraits: most alike portrait 6, mean of the
 * similarities to them 7, mean template 4, most alike of portraits and mean template 4 (3 with a weight of 0.4). On the
 * other half, misses of 370: 3, 4, 3 and 3; at FPIR 0.001 42, 38, 31 and 29. With 3 portraits all of them miss 1 of 166
 * and 2 of 148.
 */
public final class PersonTemplates {

    private final Map<EmbeddingSpace, List<Embedding>> bySpace = new LinkedHashMap<>();

    private PersonTemplates() {}

    /** One person's templates, of any spaces, in any order; none are none. */
    public static PersonTemplates of(Collection<Embedding> templates) {
        PersonTemplates person = new PersonTemplates();
        for (Embedding template : templates) {
            person.bySpace
                    .computeIfAbsent(template.space(), space -> new ArrayList<>())
                    .add(template);
        }
        person.bySpace.forEach((space, own) -> mean(space, own).ifPresent(own::add));
        return person;
    }

    /** Nothing where it would be the one template again, or where they cancel out. */
    private static Optional<Embedding> mean(EmbeddingSpace space, List<Embedding> templates) {
        if (templates.size() < 2) {
            return Optional.empty();
        }
        float[] sum = new float[space.dimensions()];
        double squares = 0;
        for (Embedding template : templates) {
            float[] unit = template.toArray();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += unit[i];
            }
        }
        for (float x : sum) {
            squares += (double) x * x;
        }
        // Shorter than a thousandth of a template, it is rounding that gives the direction.
        return squares < 1e-6 ? Optional.empty() : Optional.of(Embedding.normalised(space, sum));
    }

    /** How like the person a face is in the face's space; empty where there is no template there. */
    public Optional<Cosine> similarity(Embedding face) {
        List<Embedding> own = bySpace.getOrDefault(face.space(), List.of());
        return own.stream().map(face::cosine).max(Cosine::compareTo);
    }

    @Override
    public String toString() {
        return "PersonTemplates" + bySpace.keySet();
    }
}
