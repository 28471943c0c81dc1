package io.sosia.indexer.match;

import io.sosia.models.vector.Cosine;
import io.sosia.models.vector.EmbeddingSpace;
import io.sosia.models.vector.FaceVectors;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Joins what recognisers say of a face and a person to one score, which is what thresholds are set on: the similarity in
 * the quick recogniser's space and that in the strong one's, added up by weight. Similarities are joined, never vectors:
 * the spaces do not mix.
 *
 * <p>Where the strong recogniser has nothing to compare, the quick one's similarity is the score. The two scales are
 * near each other: on {@code lfw-dev} with 2 portraits the thresholds for FPIR 0.1, 0.01 and 0.001 are 0.410, 0.474 and
 * 0.526 for the quick one alone, 0.403, 0.481 and 0.516 for both. But the quick one alone knows strangers less well: of
 * 366 faces of {@code east-asian-strangers}, 6 are above 0.481 to one of 471 people with 2 portraits, where of both
 * together 1 is. So whoever decides by it alone has to say so.
 *
 * @param quick space that is always there
 * @param strong space of the recogniser that looks closer, where there is one
 * @param strongWeight 0 to 1, the rest is the quick one's
 */
public record Fusion(EmbeddingSpace quick, Optional<EmbeddingSpace> strong, double strongWeight) {

    /**
     * Chosen on half of {@code lfw-dev}'s people, with portraits as in {@link PersonTemplates}: misses at FPIR 0.01 and
     * 0.001 for weights of 0, 0.4, 0.5, 0.6, 0.7 and 1 with 2 portraits, of 402: 6, 12; 3, 8; 4, 7; 4, 4; 4, 5; 4, 16.
     * On the other half, of 370: 4, 40; 3, 31; 3, 29; 3, 28; 3, 21; 3, 18.
     */
    public static final double MEASURED_WEIGHT = 0.6;

    /** @throws IllegalArgumentException if the weight is out of its range, or the two spaces are one */
    public Fusion {
        if (!(strongWeight >= 0 && strongWeight <= 1)) {
            throw new IllegalArgumentException("strongWeight: " + strongWeight + " is not in 0..1");
        }
        if (strong.filter(quick::equals).isPresent()) {
            throw new IllegalArgumentException("the strong recogniser's space is the quick one's, " + quick);
        }
    }

    /** One recogniser, whose similarity is the score. */
    public static Fusion alone(EmbeddingSpace quick) {
        return new Fusion(quick, Optional.empty(), 0);
    }

    /** Both, with the weight that was measured. */
    public static Fusion of(EmbeddingSpace quick, EmbeddingSpace strong) {
        return new Fusion(quick, Optional.of(strong), MEASURED_WEIGHT);
    }

    /**
     * What a score is made of. Scores are comparable where this is equal: it changes with a recogniser's bytes, with the
     * weights, and with how a person's portraits are compared.
     */
    public String scoring() {
        return strong.map(space -> String.format(
                                Locale.ROOT,
                                "%.2f %s + %.2f %s",
                                1 - strongWeight,
                                quick.id(),
                                strongWeight,
                                space.id()))
                        .orElseGet(quick::id)
                + ", " + PersonTemplates.VERSION;
    }

    /**
     * How alike a face and a person are.
     *
     * @return empty where the person or the face has nothing in the quick space
     */
    public Optional<Likeness> compare(FaceVectors face, PersonTemplates person) {
        Optional<Cosine> quickly = face.in(quick).flatMap(person::similarity);
        if (quickly.isEmpty()) {
            return Optional.empty();
        }
        Optional<Cosine> strongly = strong.flatMap(face::in).flatMap(person::similarity);
        Map<EmbeddingSpace, Cosine> similarities = new LinkedHashMap<>();
        similarities.put(quick, quickly.get());
        if (strongly.isEmpty()) {
            return Optional.of(new Likeness(quickly.get(), similarities, strong.isEmpty()));
        }
        similarities.put(strong.orElseThrow(), strongly.get());
        Cosine score = new Cosine((1 - strongWeight) * quickly.get().value()
                + strongWeight * strongly.get().value());
        return Optional.of(new Likeness(score, similarities, true));
    }
}
