package io.sosia.testdata.cluster;

import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;
import io.sosia.testdata.seed.Seed;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * A population of vectors that lie as face vectors do, not evenly over the sphere: some directions carry more than
 * others, people fall into groups, and each person has a few templates near each other. Uniform vectors are too easy
 * on a graph at such sizes and too hard at others.
 *
 * <p>Each vector is made from the seed and its numbers alone, so that a million of them stream through whatever takes
 * them, and any one can be made again. Immutable and thread-safe; holds the groups' means only.
 */
public final class FaceClusters {

    /** Mates lie from here … */
    public static final double LEAST_MATE = 0.45;

    /** … to here, as photos of one person do. */
    public static final double MOST_MATE = 0.80;

    /** A person's templates lie at this cosine with the person's centre, and up. */
    private static final double LEAST_TEMPLATE = 0.80;

    private static final double MOST_TEMPLATE = 0.95;

    /** Cosine of a person with the mean of their group. Strangers of one group are then alike by its square, 0.06. */
    private static final double GROUP = 0.25;

    /** Deviation along dimension i falls as (i+1) to this power: eigenvalues of trained embeddings fall about so. */
    private static final double DECAY = -0.2;

    private static final long CENTRES = 1;
    private static final long TEMPLATES = 2;
    private static final long PROBES = 3;
    private static final long GROUPS = 4;

    private final ClusterSettings settings;
    private final Seed seed;
    private final double[] deviations;
    private final double[][] groups;

    /** The population that the settings describe. */
    public FaceClusters(ClusterSettings settings) {
        this.settings = settings;
        this.seed = new Seed(settings.seed());
        this.deviations = new double[settings.dimensions()];
        for (int i = 0; i < deviations.length; i++) {
            deviations[i] = Math.pow(i + 1, DECAY);
        }
        this.groups = new double[settings.groups()][];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = direction(seed.part(GROUPS).part(i).generator());
        }
    }

    /** What was asked for. */
    public ClusterSettings settings() {
        return settings;
    }

    /**
     * A person's template, of unit length.
     *
     * @param person 0 to {@code settings().people() - 1}
     * @param number 0 to {@code settings().templates() - 1}
     * @return the caller's own
     * @throws IndexOutOfBoundsException if there is no such person or template
     */
    public float[] template(int person, int number) {
        return floats(templateVector(person, number));
    }

    /** {@link #template(int, int)} as an embedding. @throws IllegalArgumentException if the space's length differs */
    public Embedding template(int person, int number, EmbeddingSpace space) {
        return Embedding.normalised(space, template(person, number));
    }

    /**
     * The probe of number {@code number}, of a person, a template and a cosine in {@value #LEAST_MATE} to
     * {@value #MOST_MATE} that follow from it. Among many people a stranger may lie nearer than the mate.
     */
    public Probe probe(long number) {
        RandomGenerator random = seed.part(PROBES).part(number).generator();
        int person = random.nextInt(settings.people());
        int template = random.nextInt(settings.templates());
        double cosine = random.nextDouble(LEAST_MATE, MOST_MATE);
        return new Probe(person, template, cosine, floats(beside(templateVector(person, template), cosine, random)));
    }

    /**
     * A probe of nobody in the population: of the same groups, but a person of its own.
     *
     * @return the caller's own
     */
    public float[] stranger(long number) {
        return floats(centre(seed.part(PROBES).part(-1 - number).generator()));
    }

    private double[] templateVector(int person, int number) {
        Objects.checkIndex(person, settings.people());
        Objects.checkIndex(number, settings.templates());
        double[] centre = centre(seed.part(CENTRES).part(person).generator());
        RandomGenerator random = seed.part(TEMPLATES)
                .part((long) person * settings.templates() + number)
                .generator();
        return beside(centre, random.nextDouble(LEAST_TEMPLATE, MOST_TEMPLATE), random);
    }

    private double[] centre(RandomGenerator random) {
        return beside(groups[random.nextInt(groups.length)], GROUP, random);
    }

    /** A unit vector at exactly this cosine with {@code from}, in a random direction from it. */
    private double[] beside(double[] from, double cosine, RandomGenerator random) {
        double[] away = direction(random);
        double along = dot(away, from);
        for (int i = 0; i < away.length; i++) {
            away[i] -= along * from[i];
        }
        double scale = Math.sqrt(1 - cosine * cosine) / Math.sqrt(dot(away, away));
        for (int i = 0; i < away.length; i++) {
            away[i] = cosine * from[i] + scale * away[i];
        }
        return away;
    }

    private double[] direction(RandomGenerator random) {
        double[] vector = new double[deviations.length];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = random.nextGaussian() * deviations[i];
        }
        double norm = Math.sqrt(dot(vector, vector));
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= norm;
        }
        return vector;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static float[] floats(double[] vector) {
        float[] floats = new float[vector.length];
        for (int i = 0; i < vector.length; i++) {
            floats[i] = (float) vector[i];
        }
        return floats;
    }
}
