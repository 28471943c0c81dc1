package io.sosia.testdata.seed;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A seed from which others follow by number, so that the thousandth thing is made without the 999 before it, and does
 * not depend on which worker makes it.
 *
 * @param value any long
 */
public record Seed(long value) {

    /**
     * The seed of part {@code number}, mixed by SplitMix64's finaliser (Steele, Lea and Flood, "Fast splittable
     * pseudorandom number generators", 2014).
     */
    public Seed part(long number) {
        long z = value + (number + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return new Seed(z ^ (z >>> 31));
    }

    /** A fresh generator; its algorithm is named because the JDK's default one may change. Not thread-safe. */
    public RandomGenerator generator() {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(value);
    }
}
