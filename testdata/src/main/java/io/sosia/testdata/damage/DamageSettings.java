package io.sosia.testdata.damage;

/**
 * How to break a video.
 *
 * @param seed decides which bits flip
 * @param endlessBytes length of the sparse file that stands for a stream without end, 1 MiB to 1 TiB; it takes next to
 *     no room on file systems that know holes
 * @param fifo whether a named pipe is made too: whoever opens it without looking waits forever
 */
public record DamageSettings(long seed, long endlessBytes, boolean fifo) {

    private static final long MEBIBYTE = 1L << 20;
    private static final long TEBIBYTE = 1L << 40;

    /** Checks the range. @throws IllegalArgumentException if {@code endlessBytes} is out of its range */
    public DamageSettings {
        if (endlessBytes < MEBIBYTE || endlessBytes > TEBIBYTE) {
            throw new IllegalArgumentException(
                    "endlessBytes: " + endlessBytes + " is not in " + MEBIBYTE + ".." + TEBIBYTE);
        }
    }

    /** Seed 1, 4 GiB, no pipe. */
    public static DamageSettings defaults() {
        return new DamageSettings(1, 4L << 30, false);
    }
}
