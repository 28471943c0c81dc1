package io.sosia.testdata.film;

import java.time.Duration;
import java.time.Instant;

/**
 * How a set of dramas is filmed. The same settings and the same casting give the same truth, and the same pictures
 * before encoding.
 *
 * @param seed everything random follows from it
 * @param dramas 1 to 9,999
 * @param episodes of each drama, 1 to 999
 * @param duration of each episode, 1 s to 2 h; rounded to whole frames
 * @param format the frames
 * @param encoding codec, container, bitrate, group of pictures
 * @param cutting how shots follow each other
 * @param workers episodes encoded side by side, 1 to 64; each takes about a core and 60 MB
 * @param published when the first episode appeared; the following ones appear an hour apart
 */
public record FilmSettings(
        long seed,
        int dramas,
        int episodes,
        Duration duration,
        FrameFormat format,
        Encoding encoding,
        Cutting cutting,
        int workers,
        Instant published) {

    /** @throws IllegalArgumentException if a value is out of its range or an episode is shorter than a shot */
    public FilmSettings {
        check("dramas", dramas, 1, 9_999);
        check("episodes", episodes, 1, 999);
        check("duration in ms", duration.toMillis(), 1_000, Duration.ofHours(2).toMillis());
        check("workers", workers, 1, 64);
        if (duration.compareTo(cutting.shortest()) < 0) {
            throw new IllegalArgumentException(
                    "duration: " + duration.toMillis() + " ms is less than the shortest shot, "
                            + cutting.shortest().toMillis() + " ms");
        }
        check("encoding.gop in frames", gopFrames(format, encoding), 1, 3_600);
    }

    /** Two dramas of one 30 s episode, portrait 1080×1920 at 30 frames a second, H.264 in MP4, a key frame every 2 s. */
    public static FilmSettings defaults() {
        return new FilmSettings(
                1,
                2,
                1,
                Duration.ofSeconds(30),
                new FrameFormat(1080, 1920, 30),
                new Encoding(FilmCodec.H264, FilmContainer.MP4, 3_000, Duration.ofSeconds(2)),
                new Cutting(Duration.ofSeconds(2), Duration.ofSeconds(6), 3),
                2,
                Instant.parse("2026-11-19T20:00:00Z"));
    }

    /** These settings with another seed. */
    public FilmSettings withSeed(long other) {
        return new FilmSettings(other, dramas, episodes, duration, format, encoding, cutting, workers, published);
    }

    /** These settings with other numbers of dramas and episodes. */
    public FilmSettings withDramas(int otherDramas, int otherEpisodes) {
        return new FilmSettings(
                seed, otherDramas, otherEpisodes, duration, format, encoding, cutting, workers, published);
    }

    /** These settings with episodes of another length. */
    public FilmSettings withDuration(Duration other) {
        return new FilmSettings(seed, dramas, episodes, other, format, encoding, cutting, workers, published);
    }

    /** These settings with other frames. */
    public FilmSettings withFormat(FrameFormat other) {
        return new FilmSettings(seed, dramas, episodes, duration, other, encoding, cutting, workers, published);
    }

    /** These settings with another encoding. */
    public FilmSettings withEncoding(Encoding other) {
        return new FilmSettings(seed, dramas, episodes, duration, format, other, cutting, workers, published);
    }

    /** These settings with shots cut otherwise. */
    public FilmSettings withCutting(Cutting other) {
        return new FilmSettings(seed, dramas, episodes, duration, format, encoding, other, workers, published);
    }

    /** These settings with another number of workers. */
    public FilmSettings withWorkers(int other) {
        return new FilmSettings(seed, dramas, episodes, duration, format, encoding, cutting, other, published);
    }

    /** Frames in an episode. */
    public int episodeFrames() {
        return Math.toIntExact(Math.round(duration.toMillis() * format.framesPerSecond() / 1_000.0));
    }

    /** Frames from one key frame to the next. */
    public int gopFrames() {
        return gopFrames(format, encoding);
    }

    private static int gopFrames(FrameFormat format, Encoding encoding) {
        return (int) Math.round(encoding.gop().toMillis() * format.framesPerSecond() / 1_000.0);
    }

    private static void check(String what, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(what + ": " + value + " is not in " + least + ".." + most);
        }
    }

    /**
     * The frames.
     *
     * @param width pixels, even, 64 to 4,096
     * @param height pixels, even, 64 to 4,096
     * @param framesPerSecond 1 to 120
     */
    public record FrameFormat(int width, int height, int framesPerSecond) {

        /** @throws IllegalArgumentException if a value is out of its range, or a side is odd (chroma is halved) */
        public FrameFormat {
            check("width", width, 64, 4_096);
            check("height", height, 64, 4_096);
            check("framesPerSecond", framesPerSecond, 1, 120);
            if (width % 2 != 0 || height % 2 != 0) {
                throw new IllegalArgumentException("size: " + width + "x" + height + " is not even");
            }
        }
    }

    /**
     * What the films are stored as.
     *
     * @param codec with its encoder
     * @param container takes the codec
     * @param kilobits a second, 50 to 100,000
     * @param gop from one key frame to the next (group of pictures), rounded to whole frames
     */
    public record Encoding(FilmCodec codec, FilmContainer container, int kilobits, Duration gop) {

        /** @throws IllegalArgumentException if a value is out of its range or the container does not take the codec */
        public Encoding {
            check("kilobits", kilobits, 50, 100_000);
            check("gop in ms", gop.toMillis(), 1, 60_000);
            if (!container.holds(codec)) {
                throw new IllegalArgumentException(
                        "container: " + container.extension() + " does not hold " + codec.text());
            }
        }
    }

    /**
     * How shots follow each other: hard cuts, at no fixed distance from key frames.
     *
     * @param shortest shot, and so the shortest appearance; at least 200 ms
     * @param longest shot, at most 60 s; the last of an episode may be longer by {@code shortest}
     * @param people most people in a shot, 1 to 3
     */
    public record Cutting(Duration shortest, Duration longest, int people) {

        /** @throws IllegalArgumentException if a value is out of its range */
        public Cutting {
            check("shortest in ms", shortest.toMillis(), 200, 60_000);
            check("longest in ms", longest.toMillis(), shortest.toMillis(), 60_000);
            check("people", people, 1, 3);
        }
    }
}
