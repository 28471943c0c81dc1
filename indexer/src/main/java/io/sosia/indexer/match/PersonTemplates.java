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
 * <p>A face is as like the person as the most alike of all these. Measured by the fused score ({@link Fusion}) on one half
 * of {@code lfw-dev}'s people, by which it was chosen, and on the other; misses at FPIR 0.01 and 0.001 of 402 and 370
 * searches with 2 portraits, and of 166 and 148 with 3:
 *
 * <table>
 * <caption>Misses</caption>
 * <tr><th></th><th>2, chosen by</th><th>2, other half</th><th>3, chosen by</th><th>3, other half</th></tr>
 * <tr><td>most alike portrait</td><td>6, 9</td><td>3, 40</td><td>1, 1</td><td>2, 3</td></tr>
 * <tr><td>mean of the similarities</td><td>6, 9</td><td>4, 35</td><td>1, 3</td><td>2, 3</td></tr>
 * <tr><td>mean template</td><td>4, 5</td><td>3, 32</td><td>1, 1</td><td>2, 2</td></tr>
 * <tr><td>most alike of portraits and mean</td><td>4, 4</td><td>3, 28</td><td>1, 1</td><td>2, 2</td></tr>
 * </table>
 */
public final class PersonTemplates {

    /** Changes whenever the same portraits and the same face would be compared to another similarity. */
    static final String VERSION = "portraits and mean v1";

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

    /** What the person is compared by in a space: the portraits' templates and their mean; empty where there are none. */
    public List<Embedding> in(EmbeddingSpace space) {
        return List.copyOf(bySpace.getOrDefault(space, List.of()));
    }

    /** The templates' mean in a space, or the one that there is; empty where there is none. */
    Optional<Embedding> centre(EmbeddingSpace space) {
        List<Embedding> own = bySpace.getOrDefault(space, List.of());
        return own.isEmpty() ? Optional.empty() : Optional.of(own.getLast());
    }

    @Override
    public String toString() {
        return "PersonTemplates" + bySpace.keySet();
    }
}
