package io.sosia.detector.template;

import io.sosia.models.vector.Cosine;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;

/**
 * The weighted sum of unit vectors of one space, from which one template is drawn: {@code Σ w·v / |Σ w·v|}. The sum is
 * kept before it is normalised, so that pools can be joined exactly, and in double precision, so that joining in
 * another order changes nothing that a float shows. Serves one thread at a time.
 */
public final class TemplatePool {

    private final EmbeddingSpace space;
    private final double[] sum;
    private double weight;
    /** Length of the sum, or negative where it is not known. */
    private double length = -1;

    /** An empty pool. */
    public TemplatePool(EmbeddingSpace space) {
        this.space = space;
        this.sum = new double[space.dimensions()];
    }

    /**
     * Adds a face.
     *
     * @param weight above 0: how far this picture can be trusted
     * @throws IllegalArgumentException if the space differs or the weight is not above 0
     */
    public void add(Embedding face, double weight) {
        if (!face.space().equals(space)) {
            throw new IllegalArgumentException(
                    "a vector of " + face.space().id() + " cannot be pooled with " + space.id());
        }
        if (!(weight > 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException("weight: " + weight + " is not above 0");
        }
        float[] unit = face.toArray();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += weight * unit[i];
        }
        this.weight += weight;
        length = -1;
    }

    /**
     * Adds all that another pool holds; the other stays as it is.
     *
     * @throws IllegalArgumentException if the spaces differ
     */
    public void addAll(TemplatePool other) {
        requireSameSpace(other);
        for (int i = 0; i < sum.length; i++) {
            sum[i] += other.sum[i];
        }
        weight += other.weight;
        length = -1;
    }

    /** The space of all that is in it. */
    public EmbeddingSpace space() {
        return space;
    }

    /** The sum of the weights added. */
    public double weight() {
        return weight;
    }

    /**
     * The pooled template.
     *
     * @throws IllegalArgumentException if nothing was added, or what was added cancels out
     */
    public Embedding template() {
        float[] raw = new float[sum.length];
        for (int i = 0; i < sum.length; i++) {
            raw[i] = (float) sum[i];
        }
        return Embedding.normalised(space, raw);
    }

    /**
     * How alike the two pooled templates are.
     *
     * @throws IllegalArgumentException if the spaces differ
     */
    public Cosine cosine(TemplatePool other) {
        double lengths = length() * other.length();
        double dot = dot(other);
        return new Cosine(lengths == 0 ? 0 : dot / lengths);
    }

    /**
     * How alike the pooled template and a face are.
     *
     * @throws IllegalArgumentException if the spaces differ
     */
    public Cosine cosine(Embedding face) {
        TemplatePool one = new TemplatePool(space);
        one.add(face, 1);
        return cosine(one);
    }

    /**
     * The weighted mean of the cosines between every vector of this pool and every vector of the other. Unlike
     * {@link #cosine}, it does not rise as pools grow.
     *
     * @throws IllegalArgumentException if the spaces differ
     */
    public Cosine meanCosine(TemplatePool other) {
        double weights = weight * other.weight;
        double dot = dot(other);
        return new Cosine(weights == 0 ? 0 : dot / weights);
    }

    private double length() {
        if (length < 0) {
            length = Math.sqrt(dot(this));
        }
        return length;
    }

    private double dot(TemplatePool other) {
        requireSameSpace(other);
        // Four sums, because one would wait for itself at every step.
        double dot0 = 0;
        double dot1 = 0;
        double dot2 = 0;
        double dot3 = 0;
        int i = 0;
        for (; i + 3 < sum.length; i += 4) {
            dot0 += sum[i] * other.sum[i];
            dot1 += sum[i + 1] * other.sum[i + 1];
            dot2 += sum[i + 2] * other.sum[i + 2];
            dot3 += sum[i + 3] * other.sum[i + 3];
        }
        for (; i < sum.length; i++) {
            dot0 += sum[i] * other.sum[i];
        }
        return (dot0 + dot1) + (dot2 + dot3);
    }

    private void requireSameSpace(TemplatePool other) {
        if (!space.equals(other.space)) {
            throw new IllegalArgumentException(
                    "pools of " + space.id() + " and " + other.space.id() + " cannot be joined or compared");
        }
    }

    @Override
    public String toString() {
        return "TemplatePool[" + space.id() + ", weight " + weight + "]";
    }
}
