package io.sosia.detector.media.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import org.bytedeco.ffmpeg.avutil.AVRational;

/**
 * A stream's unit of time: {@code numerator / denominator} seconds.
 *
 * @param numerator above 0
 * @param denominator above 0
 */
record TimeBase(int numerator, int denominator) {

    TimeBase {
        if (numerator < 1 || denominator < 1) {
            throw new IllegalArgumentException("time base: " + numerator + "/" + denominator + " is not positive");
        }
    }

    /** Microseconds where a file gives nonsense. */
    static TimeBase of(AVRational rational) {
        return rational.num() > 0 && rational.den() > 0
                ? new TimeBase(rational.num(), rational.den())
                : new TimeBase(1, 1_000_000);
    }

    /** Rounded to the nearest microsecond; at the ends of {@code long} where a hostile file lies beyond them. */
    long micros(long ticks) {
        double exact = (double) ticks * numerator * 1e6 / denominator;
        if (Math.abs(exact) > 1e17) {
            return exact > 0 ? Long.MAX_VALUE / 4 : Long.MIN_VALUE / 4;
        }
        long whole = ticks / denominator;
        long rest = ticks % denominator;
        return whole * numerator * 1_000_000 + Math.round((double) rest * numerator * 1e6 / denominator);
    }

    /** The nearest number of ticks, at least 1. */
    long ticks(long micros) {
        return Math.max(1, Math.round((double) micros * denominator / (numerator * 1e6)));
    }

    /** Whether a file gave a time at all. */
    static boolean known(long ticks) {
        return ticks != AV_NOPTS_VALUE;
    }
}
