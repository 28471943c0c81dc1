package io.sosia.testdata.people;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A value for every {@link Trait}, each within its bounds. Immutable. */
public final class Traits {

    private final EnumMap<Trait, Double> values;

    private Traits(EnumMap<Trait, Double> values) {
        this.values = values;
    }

    /**
     * Traits with these values.
     *
     * @param values a value for every trait, in the trait's unit
     * @throws IllegalArgumentException if a trait is missing or outside its bounds
     */
    public static Traits of(Map<Trait, Double> values) {
        EnumMap<Trait, Double> copy = new EnumMap<>(Trait.class);
        for (Trait trait : Trait.values()) {
            Double value = values.get(trait);
            if (value == null) {
                throw new IllegalArgumentException("no value for " + trait);
            }
            if (!(value >= trait.least() && value <= trait.most())) {
                throw new IllegalArgumentException(
                        trait + " is " + value + ", outside " + trait.least() + ".." + trait.most());
            }
            copy.put(trait, value);
        }
        return new Traits(copy);
    }

    /** This trait's value, in its unit. */
    public double get(Trait trait) {
        return Objects.requireNonNull(values.get(trait));
    }

    /** Every trait with its value, in the order of the enum. A copy. */
    public Map<Trait, Double> toMap() {
        return new EnumMap<>(values);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Traits traits && values.equals(traits.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return "Traits" + values;
    }
}
