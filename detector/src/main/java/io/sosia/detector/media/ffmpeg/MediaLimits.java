package io.sosia.detector.media.ffmpeg;

import java.time.Duration;

/**
 * Bounds within which a video is read, so that no file, hostile or broken, takes a worker's memory or time without end.
 *
 * @param maxPixels of one frame, claimed or real
 * @param maxStreams of a file, of whatever kind
 * @param maxDuration of a video, claimed or real
 * @param maxBytes of a file
 * @param maxProbeBytes that are read to find out what a file is
 * @param maxPendingBytes of compressed video that are held back until it is known whether they need decoding
 * @param decodeTime that any video may take, the caller's own work on its frames left out
 * @param decodeTimePerVideoSecond that each second of video may take beside it
 * @param maxDecodeTime that no video may exceed, however long
 */
public record MediaLimits(
        long maxPixels,
        int maxStreams,
        Duration maxDuration,
        long maxBytes,
        long maxProbeBytes,
        long maxPendingBytes,
        Duration decodeTime,
        Duration decodeTimePerVideoSecond,
        Duration maxDecodeTime) {

    /** @throws IllegalArgumentException if a bound is not positive or too large for FFmpeg to keep */
    public MediaLimits {
        positive("pixels", maxPixels);
        positive("streams", maxStreams);
        positive("bytes", maxBytes);
        positive("probe bytes", maxProbeBytes);
        positive("pending bytes", maxPendingBytes);
        positive("duration", maxDuration);
        positive("decode time", decodeTime);
        positive("decode time per video second", decodeTimePerVideoSecond);
        positive("longest decode time", maxDecodeTime);
        if (maxPixels > Integer.MAX_VALUE / 16) {
            // Above this FFmpeg's own sizes of a plane in bytes overflow.
            throw new IllegalArgumentException(
                    "pixels: " + maxPixels + " is more than " + Integer.MAX_VALUE / 16 + ", which FFmpeg can take");
        }
    }

    /**
     * Bounds for uploads: 8K frames, 32 streams, 12 hours (all episodes of a drama in one file), 64 GiB; 2 minutes to
     * decode and 10 s more for each second of video (the slowest seen here, 4K AV1 at 60 fps on a busy core, took 4),
     * never more than 4 hours.
     */
    public static MediaLimits defaults() {
        return new MediaLimits(
                8192L * 4320,
                32,
                Duration.ofHours(12),
                64L << 30,
                8L << 20,
                64L << 20,
                Duration.ofMinutes(2),
                Duration.ofSeconds(10),
                Duration.ofHours(4));
    }

    private static void positive(String what, long value) {
        if (value < 1) {
            throw new IllegalArgumentException("bound on " + what + ": " + value + " is less than 1");
        }
    }

    private static void positive(String what, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException("bound on " + what + ": " + value + " is not positive");
        }
    }
}
