package io.sosia.jobs.evaluate.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.apache.commons.statistics.distribution.NormalDistribution;

/** Where values lie along a side of a chart. */
sealed interface Axis {

    /** The place of a value, 0 at the start and 1 at the end; values beyond an end lie on it. */
    double place(double value);

    /** The values that are marked, ascending. */
    List<Tick> ticks();

    /**
     * A marked value.
     *
     * @param label empty for a line without one
     * @param first whether the label stays where there is no room for all
     */
    record Tick(double value, String label, boolean first) {}

    /**
     * Rates as deviates of a normal distribution, which spreads small ones out and makes trade-offs nearly straight
     * (Martin et al., "The DET curve in assessment of detection task performance", Eurospeech 1997).
     *
     * @param from above 0
     * @param to above {@code from}, below 1
     */
    record NormalDeviates(double from, double to) implements Axis {

        private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
        private static final double[] MARKED = {
            1e-7, 1e-6, 1e-5, 1e-4, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.99
        };
        /** Those that would crowd on a small chart have a line alone. */
        private static final double[] UNLABELLED = {0.002, 0.02, 0.4, 0.6, 0.95};

        /** @throws IllegalArgumentException if the ends are out of range or the wrong way round */
        public NormalDeviates {
            if (!(from > 0 && from < to && to < 1)) {
                throw new IllegalArgumentException("an axis of rates from " + from + " to " + to);
            }
        }

        @Override
        public double place(double value) {
            double low = NORMAL.inverseCumulativeProbability(from);
            double high = NORMAL.inverseCumulativeProbability(to);
            return (NORMAL.inverseCumulativeProbability(Math.clamp(value, from, to)) - low) / (high - low);
        }

        @Override
        public List<Tick> ticks() {
            return DoubleStream.of(MARKED)
                    .filter(value -> value >= from && value <= to)
                    .mapToObj(value -> new Tick(
                            value,
                            DoubleStream.of(UNLABELLED).anyMatch(u -> u == value) ? "" : plain(value),
                            isPowerOfTen(value)))
                    .toList();
        }
    }

    /** To a rounding error. */
    private static boolean isPowerOfTen(double value) {
        double power = Math.log10(value);
        return Math.abs(power - Math.rint(power)) < 1e-9;
    }

    /**
     * Values by their logarithm.
     *
     * @param from above 0
     * @param to above {@code from}
     */
    record Logarithms(double from, double to) implements Axis {

        /** @throws IllegalArgumentException if the ends are not above 0 or the wrong way round */
        public Logarithms {
            if (!(from > 0 && from < to)) {
                throw new IllegalArgumentException("an axis of logarithms from " + from + " to " + to);
            }
        }

        @Override
        public double place(double value) {
            return Math.log(Math.clamp(value, from, to) / from) / Math.log(to / from);
        }

        @Override
        public List<Tick> ticks() {
            List<Tick> ticks = new ArrayList<>();
            for (int power = (int) Math.floor(Math.log10(from)); Math.pow(10, power) <= to; power++) {
                for (int times : new int[] {1, 2, 5}) {
                    double value = times * Math.pow(10, power);
                    if (value >= from && value <= to) {
                        ticks.add(new Tick(value, times == 1 ? plain(value) : "", times == 1));
                    }
                }
            }
            return ticks;
        }
    }

    /**
     * Values as they are.
     *
     * @param from below {@code to}
     * @param step between marked values, which are multiples of it
     */
    record Linear(double from, double to, double step) implements Axis {

        /** @throws IllegalArgumentException if the ends are the wrong way round or the step is not above 0 */
        public Linear {
            if (!(from < to && step > 0)) {
                throw new IllegalArgumentException("an axis from " + from + " to " + to + " by " + step);
            }
        }

        /** From 0 to a little more than {@code most}, marked at round values, about four of them. */
        static Linear upTo(double most) {
            double rough = most / 4;
            double power = Math.pow(10, Math.floor(Math.log10(rough)));
            double step = power
                    * DoubleStream.of(1, 2, 5, 10)
                            .filter(round -> round * power >= rough)
                            .findFirst()
                            .orElse(10);
            return new Linear(0, step * Math.ceil(most / step + 0.05), step);
        }

        @Override
        public double place(double value) {
            return Math.clamp((value - from) / (to - from), 0, 1);
        }

        @Override
        public List<Tick> ticks() {
            List<Tick> ticks = new ArrayList<>();
            for (long i = (long) Math.ceil(from / step - 1e-9); i * step <= to + 1e-9 * step; i++) {
                ticks.add(new Tick(i * step, plain(i * step), true));
            }
            return ticks;
        }
    }

    /**
     * Counts, by their logarithm. The first is a half, so that 1 stands above the ground.
     *
     * @param most at least 1
     */
    record Counts(int most) implements Axis {

        private static final double GROUND = 0.5;

        @Override
        public double place(double value) {
            double high = Math.max(10, most * 1.2);
            return Math.log(Math.clamp(value, GROUND, high) / GROUND) / Math.log(high / GROUND);
        }

        @Override
        public List<Tick> ticks() {
            List<Tick> ticks = new ArrayList<>();
            for (long value = 1; value <= Math.max(10, most * 1.2); value *= 10) {
                ticks.add(new Tick(value, String.format(Locale.ROOT, "%,d", value), true));
            }
            return ticks;
        }
    }

    /** A number without needless digits. */
    static String plain(double value) {
        String text = String.format(Locale.ROOT, "%.7f", value == 0 ? 0.0 : value);
        return text.replaceAll("0+$", "").replaceAll("\\.$", "");
    }
}
