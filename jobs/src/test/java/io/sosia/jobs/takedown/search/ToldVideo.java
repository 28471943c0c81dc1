package io.sosia.jobs.takedown.search;

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
import io.sosia.detector.pipeline.PhotoReader;
import io.sosia.detector.pipeline.VideoScanner;
import io.sosia.detector.quality.FaceQuality;
import io.sosia.detector.quality.HeadPose;
import io.sosia.detector.track.Appearance;
import io.sosia.detector.track.BestShot;
import io.sosia.detector.track.FaceTrack;
import io.sosia.jobs.scan.VideoScanners;
import io.sosia.models.digest.Sha256;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;
import io.sosia.models.vector.FaceVectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Videos and photos for the search's tests: text files of which each line says what is to be seen. {@code face START END AXIS
 * COSINE REST} is a track (milliseconds) of somebody with that cosine to the person on that axis, whose rest points along
 * another axis; {@code plain …} is one without a close-up; {@code fail REASON} cannot be looked at; {@code partly REASON} ends
 * early. A photo is {@code photo AXIS COSINE REST} or {@code refused REASON}.
 */
final class ToldVideo implements VideoScanner {

    static final EmbeddingSpace QUICK = new EmbeddingSpace("told", "0123456789ab", "none", 32);
    static final EmbeddingSpace STRONG = new EmbeddingSpace("told-strong", "0123456789ab", "none", 32);

    /** Pixels of a close-up; its colour says whom it shows. */
    static final int SIDE = 16;

    private static final int STEP = 7;

    private final VideoScanners.FrameWatch watch;
    private final AtomicInteger looks;

    ToldVideo(VideoScanners.FrameWatch watch, AtomicInteger looks) {
        this.watch = watch;
        this.looks = looks;
    }

    static Embedding face(EmbeddingSpace space, int axis, double cosine, int rest) {
        float[] vector = new float[space.dimensions()];
        vector[rest] = (float) Math.sqrt(1 - cosine * cosine);
        vector[axis] += (float) cosine;
        return Embedding.normalised(space, vector);
    }

    static FaceVectors person(int axis) {
        return FaceVectors.of(face(QUICK, axis, 1, 0), face(STRONG, axis, 1, 0));
    }

    @Override
    public VideoScan scan(Path video, FileHash hash, Sampling sampling) throws MediaException {
        return scan(video, sampling);
    }

    @Override
    public VideoScan scan(Path video, Sampling sampling) throws MediaException {
        looks.incrementAndGet();
        if (!Files.isRegularFile(video)) {
            throw new MediaException(video, MediaFailure.UNREADABLE, "there is no regular file of that name");
        }
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(video);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<FaceTrack> tracks = new ArrayList<>();
        Optional<MediaProblem> problem = Optional.empty();
        for (String line : new String(bytes, StandardCharsets.UTF_8).lines().toList()) {
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case "fail" -> throw new MediaException(video, MediaFailure.valueOf(words[1]), "as written");
                case "partly" ->
                    problem = Optional.of(new MediaProblem(MediaFailure.valueOf(words[1]), "seen up to 4 s"));
                case "face" -> tracks.add(track(tracks.size() + 1, words, true));
                case "plain" -> tracks.add(track(tracks.size() + 1, words, false));
                default -> {
                    // Filler, so that two videos differ.
                }
            }
            watch.looked(MediaTime.ofMillis(0));
        }
        return new VideoScan(
                new VideoFacts(
                        Sha256.of(bytes), bytes.length, "told", "text", 720, 1280, 0, MediaTime.ofMillis(10_000)),
                new Coverage(5, MediaTime.ofMillis(2000), problem.isPresent() ? 0.4 : 1),
                tracks,
                tracks.size(),
                problem);
    }

    private static FaceTrack track(int number, String[] words, boolean closeUp) {
        int axis = Integer.parseInt(words[3]);
        double cosine = Double.parseDouble(words[4]);
        int rest = Integer.parseInt(words[5]);
        Embedding template = face(QUICK, axis, cosine, rest);
        PixelBox box = new PixelBox(100, 200, 300, 450);
        PixelPoint nose = new PixelPoint(200, 300);
        long start = Long.parseLong(words[1]);
        long end = Long.parseLong(words[2]);
        return new FaceTrack(
                number,
                List.of(new Appearance(MediaTime.ofMillis(start), MediaTime.ofMillis(end), template)),
                template,
                0.8,
                List.of(new BestShot(
                        MediaTime.ofMillis((start + end) / 2),
                        box,
                        new Landmarks(nose, nose, nose, nose, nose),
                        new FaceQuality(60, 0.8, 0.9, 0.95, 0.5, 0.8),
                        new RgbImage(32, 32, new byte[3 * 32 * 32]),
                        box.grown(0.7),
                        closeUp
                                ? Optional.of(new AlignedFace(
                                        colour(STEP * axis, (int) Math.round(250 * cosine), STEP * rest), 1))
                                : Optional.empty())),
                3,
                List.of(template));
    }

    private static RgbImage colour(int red, int green, int blue) {
        byte[] rgb = new byte[3 * SIDE * SIDE];
        for (int i = 0; i < rgb.length; i += 3) {
            rgb[i] = (byte) red;
            rgb[i + 1] = (byte) green;
            rgb[i + 2] = (byte) blue;
        }
        return new RgbImage(SIDE, SIDE, rgb);
    }

    @Override
    public void close() {}

    /** The strong recogniser: reads the colour of close-ups, from which a JPEG takes little away. */
    record StrongEmbedder(AtomicInteger passes) implements FaceEmbedder {
        @Override
        public EmbeddingSpace space() {
            return STRONG;
        }

        @Override
        public Embedding embed(AlignedFace close) {
            passes.incrementAndGet();
            byte[] rgb = close.chip().rgb();
            return face(
                    STRONG,
                    (int) Math.round((rgb[0] & 0xff) / (double) STEP),
                    Math.min(1, (rgb[1] & 0xff) / 250.0),
                    (int) Math.round((rgb[2] & 0xff) / (double) STEP));
        }

        @Override
        public void close() {}
    }

    /** Reads photos that say whom they show. */
    static final class Photos implements PhotoReader {
        @Override
        public PhotoReading enrol(byte[] content) {
            String[] words = new String(content, StandardCharsets.UTF_8).strip().split(" ", -1);
            if (words[0].equals("refused")) {
                return new Refused(PhotoRefusal.valueOf(words[1]), "as written");
            }
            int axis = Integer.parseInt(words[1]);
            double cosine = Double.parseDouble(words[2]);
            int rest = Integer.parseInt(words[3]);
            return new Accepted(
                    Sha256.of(content),
                    new PixelBox(1, 1, 90, 90),
                    new FaceQuality(60, 0.8, 0.9, 0.95, 0.5, 0.8),
                    new HeadPose(0, 0.4),
                    FaceVectors.of(face(QUICK, axis, cosine, rest), face(STRONG, axis, cosine, rest)));
        }

        @Override
        public PhotoReading enrol(Path photo) {
            throw new AssertionError("a case's photo is not read from a file");
        }

        @Override
        public PhotoReading subject(Path photo) {
            throw new AssertionError("a case's photo is not read from a file");
        }

        @Override
        public void close() {}
    }
}
