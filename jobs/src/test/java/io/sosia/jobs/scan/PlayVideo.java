package io.sosia.jobs.scan;

import io.sosia.detector.align.AlignedFace;
import io.sosia.detector.embed.FaceEmbedder;
import io.sosia.detector.geometry.Landmarks;
import io.sosia.detector.geometry.PixelBox;
import io.sosia.detector.geometry.PixelPoint;
import io.sosia.detector.media.Coverage;
import io.sosia.detector.media.FileHash;
import io.sosia.detector.media.MediaException;
import io.sosia.detector.media.MediaFailure;
import io.sosia.detector.media.MediaProblem;
import io.sosia.detector.media.MediaTime;
import io.sosia.detector.media.RgbImage;
import io.sosia.detector.media.Sampling;
import io.sosia.detector.media.VideoFacts;
import io.sosia.detector.pipeline.VideoScanner;
import io.sosia.detector.quality.FaceQuality;
import io.sosia.detector.track.Appearance;
import io.sosia.detector.track.BestShot;
import io.sosia.detector.track.FaceTrack;
import io.sosia.models.digest.Sha256;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Videos for the job's tests: text files of which each line says what is to be seen. {@code face START END AXIS COSINE}
 * is a track (milliseconds) of somebody with that cosine to the person on that axis, and {@code face START END AXIS COSINE
 * STRONG} one with a close-up that has that cosine by the strong recogniser; {@code fail REASON} cannot be
 * looked at; {@code frames START END AXIS COSINE C1 C2 …} is a track whose frames by themselves have the cosines C1, C2; {@code partly REASON} ends early; {@code length MS}.
 */
final class PlayVideo implements VideoScanner {

    static final EmbeddingSpace SPACE = new EmbeddingSpace("play", "0123456789ab", "none", 32);

    static final EmbeddingSpace STRONG_SPACE = new EmbeddingSpace("play-strong", "0123456789ab", "none", 24);

    private final VideoScanners.FrameWatch watch;
    private final AtomicInteger looks;
    private final Consumer<Path> before;
    private final Consumer<FileHash> hashed;

    /**
     * A scanner.
     *
     * @param looks counts videos that were begun
     * @param before told of each file
     * @param hashed told of each hash that came with a file
     */
    PlayVideo(VideoScanners.FrameWatch watch, AtomicInteger looks, Consumer<Path> before, Consumer<FileHash> hashed) {
        this.watch = watch;
        this.looks = looks;
        this.before = before;
        this.hashed = hashed;
    }

    /** The face of the person on an axis. */
    static Embedding person(int axis) {
        return seen(axis, 1);
    }

    /** The same by the strong recogniser. */
    static Embedding strongPerson(int axis) {
        return seen(STRONG_SPACE, axis, 1);
    }

    /** Somebody with that cosine to the person on an axis. */
    static Embedding seen(int axis, double cosine) {
        return seen(SPACE, axis, cosine);
    }

    private static Embedding seen(EmbeddingSpace space, int axis, double cosine) {
        float[] vector = new float[space.dimensions()];
        vector[axis] = (float) cosine;
        vector[space.dimensions() - 1] = (float) Math.sqrt(1 - cosine * cosine);
        return Embedding.normalised(space, vector);
    }

    @Override
    public VideoScan scan(Path video, FileHash hash, Sampling sampling) throws MediaException {
        VideoScan scan = scan(video, sampling);
        if (!scan.facts().sha256().equals(hash.sha256())) {
            throw new MediaException(video, MediaFailure.UNREADABLE, "it has changed since it was hashed");
        }
        hashed.accept(hash);
        return scan;
    }

    @Override
    public VideoScan scan(Path video, Sampling sampling) throws MediaException {
        looks.incrementAndGet();
        long until = Long.MAX_VALUE;
        Optional<MediaProblem> problem = Optional.empty();
        try {
            before.accept(video);
        } catch (BreakingOff e) {
            until = e.millis;
            problem = Optional.of(new MediaProblem(e.failure, "seen in part this time"));
        } catch (Failing e) {
            throw new MediaException(video, e.failure, "for now");
        }
        if (!Files.isRegularFile(video)) {
            throw new MediaException(video, MediaFailure.UNREADABLE, "no such file");
        }
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(video);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<FaceTrack> tracks = new ArrayList<>();
        long length = 10_000;
        for (String line : new String(bytes, StandardCharsets.UTF_8).lines().toList()) {
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case "fail" -> throw new MediaException(video, MediaFailure.valueOf(words[1]), "as written");
                case "partly" ->
                    problem = Optional.of(new MediaProblem(MediaFailure.valueOf(words[1]), "seen up to 4 s"));
                case "length" -> length = Long.parseLong(words[1]);
                case "face" -> {
                    if (Long.parseLong(words[2]) <= until) {
                        tracks.add(track(
                                tracks.size() + 1,
                                Long.parseLong(words[1]),
                                Long.parseLong(words[2]),
                                seen(Integer.parseInt(words[3]), Double.parseDouble(words[4])),
                                words.length > 5
                                        ? Optional.of(closeUp(Integer.parseInt(words[3]), Double.parseDouble(words[5])))
                                        : Optional.empty()));
                    }
                }
                case "frames" ->
                    tracks.add(track(
                            tracks.size() + 1,
                            Long.parseLong(words[1]),
                            Long.parseLong(words[2]),
                            seen(Integer.parseInt(words[3]), Double.parseDouble(words[4])),
                            Optional.empty(),
                            Stream.of(words)
                                    .skip(5)
                                    .map(cosine -> seen(Integer.parseInt(words[3]), Double.parseDouble(cosine)))
                                    .toList()));
                default -> {
                    // Filler, so that two videos differ.
                }
            }
        }
        for (long millis = 0; millis < length; millis += 2000) {
            watch.looked(MediaTime.ofMillis(millis));
        }
        return new VideoScan(
                new VideoFacts(
                        Sha256.of(bytes), bytes.length, "play", "text", 720, 1280, 0, MediaTime.ofMillis(length)),
                new Coverage((int) (length / 2000), MediaTime.ofMillis(2000), Math.min(1, until / (double) length)),
                tracks,
                tracks.size(),
                problem);
    }

    /** Thrown by who is told of each file: it cannot be looked at this time. */
    static final class Failing extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final MediaFailure failure;

        Failing(MediaFailure failure) {
            super(failure.name());
            this.failure = failure;
        }
    }

    /** Thrown by who is told of each file: this time what ends later than that is not seen. */
    static final class BreakingOff extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final MediaFailure failure;
        private final long millis;

        BreakingOff(MediaFailure failure, long millis) {
            super(failure.name());
            this.failure = failure;
            this.millis = millis;
        }
    }

    /** A chip whose first bytes are axis and hundredths of the cosine. */
    private static AlignedFace closeUp(int axis, double cosine) {
        return new AlignedFace(new RgbImage(1, 1, new byte[] {(byte) axis, (byte) Math.round(100 * cosine), 0}), 1);
    }

    /** What the strong recogniser says of such chips. */
    static final class StrongEmbedder implements FaceEmbedder {

        private final AtomicInteger passes;

        StrongEmbedder(AtomicInteger passes) {
            this.passes = passes;
        }

        @Override
        public EmbeddingSpace space() {
            return STRONG_SPACE;
        }

        @Override
        public Embedding embed(AlignedFace face) {
            passes.incrementAndGet();
            byte[] chip = face.chip().rgb();
            return seen(STRONG_SPACE, chip[0], chip[1] / 100.0);
        }

        @Override
        public void close() {}
    }

    private static FaceTrack track(
            int number, long start, long end, Embedding template, Optional<AlignedFace> closeUp) {
        return track(number, start, end, template, closeUp, List.of(template, template, template));
    }

    private static FaceTrack track(
            int number,
            long start,
            long end,
            Embedding template,
            Optional<AlignedFace> closeUp,
            List<Embedding> looks) {
        PixelBox box = new PixelBox(100, 200, 300, 450);
        PixelPoint nose = new PixelPoint(200, 300);
        BestShot shot = new BestShot(
                MediaTime.ofMillis((start + end) / 2),
                box,
                new Landmarks(nose, nose, nose, nose, nose),
                new FaceQuality(60, 0.8, 0.9, 0.95, 0.5, 0.8),
                new RgbImage(64, 80, new byte[3 * 64 * 80]),
                box.grown(0.7),
                closeUp);
        return new FaceTrack(
                number,
                List.of(new Appearance(MediaTime.ofMillis(start), MediaTime.ofMillis(end), template)),
                template,
                0.8,
                List.of(shot),
                3,
                looks);
    }

    @Override
    public void close() {}
}
