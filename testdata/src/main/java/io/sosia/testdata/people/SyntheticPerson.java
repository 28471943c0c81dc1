package io.sosia.testdata.people;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Somebody who does not exist.
 *
 * @param name how files and truth call this person, such as {@code synth-01}; lower-case letters, digits and hyphens
 * @param traits what the person looks like
 */
public record SyntheticPerson(String name, Traits traits) {

    /** @throws IllegalArgumentException if the name is not of lower-case letters, digits and hyphens */
    public SyntheticPerson {
        if (!name.matches("[a-z0-9][a-z0-9-]*")) {
            throw new IllegalArgumentException("a person's name is of a-z, 0-9 and hyphens, not \"" + name + '"');
        }
    }

    /**
     * The person that this seed stands for: the same for the same seed, on every machine. People of different seeds look
     * different to us but not surely to a recogniser; {@link Cast} holds those for whom that was measured.
     */
    public static SyntheticPerson fromSeed(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Map<Trait, Double> values = new EnumMap<>(Trait.class);
        for (Trait trait : Trait.values()) {
            values.put(trait, between(trait, random.nextDouble()));
        }
        boolean bearded = random.nextDouble() < 0.5;
        double age = values.getOrDefault(Trait.AGE, 0.0);
        if (bearded) {
            values.put(Trait.LIPSTICK, 0.0);
            values.put(Trait.EYESHADOW, 0.0);
            rarely(values, Trait.BEARD, random, 0.35);
            rarely(values, Trait.MOUSTACHE, random, 0.4);
            rarely(values, Trait.GOATEE, random, 0.35);
            rarely(values, Trait.BALDNESS, random, 0.15 + 0.4 * age);
            values.put(Trait.HAIR_LENGTH, between(Trait.HAIR_LENGTH, 0.35 * random.nextDouble()));
        } else {
            for (Trait hair : new Trait[] {Trait.BEARD, Trait.MOUSTACHE, Trait.GOATEE, Trait.STUBBLE, Trait.BALDNESS}) {
                values.put(hair, 0.0);
            }
            rarely(values, Trait.LIPSTICK, random, 0.6);
            rarely(values, Trait.EYESHADOW, random, 0.5);
            values.put(Trait.RECESSION, between(Trait.RECESSION, 0.3 * random.nextDouble()));
        }
        double melanin = values.getOrDefault(Trait.MELANIN, 0.0);
        if (melanin > 0.5) {
            values.put(Trait.HAIR_DARKNESS, random.nextDouble(0.75, 1));
            values.put(Trait.IRIS_COLOUR, random.nextDouble(0, 0.25));
            values.put(Trait.HAIR_RED, 0.0);
        }
        rarely(values, Trait.FRECKLES, random, 0.3);
        rarely(values, Trait.SCAR, random, 0.2);
        rarely(values, Trait.BIRTHMARK, random, 0.12);
        rarely(values, Trait.FRINGE, random, 0.4);
        rarely(values, Trait.HAIR_RED, random, melanin > 0.5 ? 0 : 0.3);
        rarely(values, Trait.MOLES, random, 0.5);
        values.put(Trait.BLOTCHES, random.nextDouble(-0.4, 0.4));
        values.put(Trait.HAIR_GREY, age < 0.6 ? 0.0 : random.nextDouble() * age);
        return new SyntheticPerson(String.format(Locale.ROOT, "seed-%016x", seed), Traits.of(values));
    }

    private static void rarely(Map<Trait, Double> values, Trait trait, RandomGenerator random, double chance) {
        if (random.nextDouble() >= chance) {
            values.put(trait, Math.max(0.0, trait.least()));
        }
    }

    private static double between(Trait trait, double fraction) {
        return trait.least() + (trait.most() - trait.least()) * fraction;
    }
}
