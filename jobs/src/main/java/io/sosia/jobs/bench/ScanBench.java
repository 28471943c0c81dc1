package io.sosia.jobs.bench;

import io.sosia.detector.face.DetectorSettings;
import io.sosia.detector.face.FaceDetector;
import io.sosia.detector.geometry.PixelBox;
import io.sosia.detector.inference.BareSession;
import io.sosia.detector.inference.ModelRefusedException;
import io.sosia.detector.media.MediaException;
import io.sosia.detector.media.MediaTime;
import io.sosia.detector.media.Picture;
import io.sosia.detector.media.Sampling;
import io.sosia.detector.media.ffmpeg.BareDecoding;
import io.sosia.detector.media.ffmpeg.FfmpegVideoReader;
import io.sosia.detector.pipeline.FaceModels;
import io.sosia.detector.pipeline.ScanListener;
import io.sosia.detector.pipeline.ScanStage;
import io.sosia.detector.pipeline.VideoScanner;
import io.sosia.detector.pipeline.VideoScanner.VideoScan;
import io.sosia.jobs.bench.SideBySide.Took;
import io.sosia.jobs.config.ScanSettings;
import io.sosia.jobs.scan.StandardScans;
import io.sosia.models.store.VerifiedModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/**
 * How fast videos are scanned on this machine, beside what the same work costs with nothing around it, all in one run:
 * every worker scans the video at the same time as the others, then decodes all its frames, in turns, after one turn
 * that does not count.
 */
public final class ScanBench {

    private final FaceModels models;
    private final VerifiedModel detector;
    private final VerifiedModel recogniser;
    private final ScanSettings settings;
    private final int workers;
    private final int rounds;

    /**
     * A bench.
     *
     * @param models made from {@code detector} and {@code recogniser}; stays the caller's
     * @param workers threads, 1 or more
     * @param rounds that count, 1 or more
     */
    public ScanBench(
            FaceModels models,
            VerifiedModel detector,
            VerifiedModel recogniser,
            ScanSettings settings,
            int workers,
            int rounds) {
        if (workers < 1 || rounds < 1) {
            throw new IllegalArgumentException("workers and rounds: " + workers + ", " + rounds + " are not above 0");
        }
        this.models = models;
        this.detector = detector;
        this.recogniser = recogniser;
        this.settings = settings;
        this.workers = workers;
        this.rounds = rounds;
    }

    /**
     * Measures.
     *
     * @param ffmpeg decodes the whole video with FFmpeg's own program and gives the nanoseconds it took; empty where
     *     there is none
     * @throws MediaException if the video cannot be read
     * @throws ModelRefusedException if a model cannot be run bare
     */
    public Result run(Path video, Sampling sampling, Decoding ffmpeg)
            throws MediaException, ModelRefusedException, InterruptedException {
        try (ExecutorService pool = Executors.newFixedThreadPool(workers)) {
            return run(video, sampling, ffmpeg, new SideBySide(pool, workers));
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case MediaException media -> throw media;
                case RuntimeException defect -> throw defect;
                case null, default -> throw new IllegalStateException("a worker failed", e.getCause());
            }
        }
    }

    private Result run(Path video, Sampling sampling, Decoding ffmpeg, SideBySide sideBySide)
            throws MediaException, ModelRefusedException, InterruptedException, ExecutionException {
        List<Stages> stages = new ArrayList<>();
        List<VideoScanner> scanners = new ArrayList<>();
        VideoScan[] scans = new VideoScan[workers];
        double[] scanNanos = new double[rounds];
        double[] decodeNanos = new double[rounds];
        double[] ratios = new double[rounds];
        long cpu = 0;
        try {
            for (int i = 0; i < workers; i++) {
                stages.add(new Stages());
                scanners.add(StandardScans.scanner(models, settings, stages.get(i)));
            }
            for (int round = -1; round < rounds; round++) {
                if (round == 0) {
                    stages.forEach(Stages::reset);
                }
                Took scan = sideBySide.run(i -> scans[i] = scanners.get(i).scan(video, sampling));
                Took decode = sideBySide.run(i -> BareDecoding.decode(video, false));
                if (round >= 0) {
                    scanNanos[round] = scan.wallNanos();
                    decodeNanos[round] = decode.wallNanos();
                    ratios[round] = (double) decode.wallNanos() / scan.wallNanos();
                    cpu += scan.cpuNanos();
                }
            }
        } finally {
            scanners.forEach(VideoScanner::close);
        }
        VideoScan scan = scans[0];
        Stages all = Stages.sum(stages);
        Floors floors = floors(video, sampling, scan, all, sideBySide);
        long videoMillis = scan.facts().duration().millis();
        List<StageCost> costs = new ArrayList<>();
        for (ScanStage stage : ScanStage.values()) {
            costs.add(new StageCost(
                    stage.name(),
                    perScan(all.nanos(stage)),
                    switch (stage) {
                        case READ -> OptionalDouble.of(floors.decodeMillis());
                        case DETECT -> OptionalDouble.of(floors.detectMillis());
                        case EMBED -> OptionalDouble.of(floors.embedMillis());
                        case SCALE, SHOT, REFINE, ALIGN, QUALITY, TRACK, PICTURE -> OptionalDouble.empty();
                    }));
        }
        OptionalDouble program = ffmpeg.nanos(video);
        return new Result(
                video,
                scan.facts().codec(),
                videoMillis,
                workers,
                rounds,
                scan.coverage().framesSampled(),
                Math.toIntExact(all.count(ScanStage.EMBED) / ((long) workers * rounds)),
                workers * videoMillis * 1e6 / Median.of(scanNanos),
                costs,
                perScan(cpu),
                floors.decodeMillis() + floors.detectMillis() + floors.embedMillis(),
                workers * videoMillis * 1e6 / Median.of(decodeNanos),
                Median.of(ratios),
                program.isPresent()
                        ? OptionalDouble.of(videoMillis * 1e6 / program.getAsDouble())
                        : OptionalDouble.empty());
    }

    private double perScan(long nanos) {
        return nanos / 1e6 / ((double) workers * rounds);
    }

    /** The same frames decoded and the same numbers of tensors run, by as many threads at once. */
    private Floors floors(Path video, Sampling sampling, VideoScan scan, Stages all, SideBySide sideBySide)
            throws MediaException, ModelRefusedException, InterruptedException, ExecutionException {
        Seen seen = seen(video, sampling);
        int frames = scan.coverage().framesSampled();
        int embeddings = Math.toIntExact(all.count(ScanStage.EMBED) / ((long) workers * rounds));
        boolean keyFrames = BareDecoding.decode(video, true) >= frames;
        int chip = recogniser.card().alignment().orElseThrow().size();
        float[] chipFloats = new float[3 * chip * chip];
        for (int i = 0; i < chipFloats.length; i++) {
            chipFloats[i] = (i % 255) / 127.5f - 1;
        }
        List<BareSession> detectors = new ArrayList<>();
        List<BareSession> recognisers = new ArrayList<>();
        try {
            for (int i = 0; i < workers; i++) {
                detectors.add(BareSession.open(detector));
                recognisers.add(BareSession.open(recogniser));
            }
            sideBySide.run(i -> detectors.get(i).run(seen.floats(), seen.height(), seen.width(), 3));
            sideBySide.run(i -> recognisers.get(i).run(chipFloats, chip, chip, 3));
            double[] decode = new double[rounds];
            double[] detect = new double[rounds];
            double[] embed = new double[rounds];
            for (int round = 0; round < rounds; round++) {
                decode[round] = sideBySide
                        .run(i -> BareDecoding.decode(video, keyFrames))
                        .cpuNanos();
                detect[round] = sideBySide
                        .run(i -> detectors.get(i).run(seen.floats(), seen.height(), seen.width(), frames))
                        .cpuNanos();
                embed[round] = sideBySide
                        .run(i -> recognisers.get(i).run(chipFloats, chip, chip, embeddings))
                        .cpuNanos();
            }
            return new Floors(millis(decode), millis(detect), millis(embed));
        } finally {
            detectors.forEach(BareSession::close);
            recognisers.forEach(BareSession::close);
        }
    }

    private double millis(double[] nanos) {
        return Median.of(nanos) / 1e6 / workers;
    }

    /** The tensor of one frame from the middle of those sampled, as the detector asks for it. */
    private Seen seen(Path video, Sampling sampling) throws MediaException {
        List<Seen> found = new ArrayList<>();
        try (FaceDetector probe =
                models.newDetector(DetectorSettings.standard().atLongSide(settings.longSide(), false))) {
            new FfmpegVideoReader().read(video, sampling, frame -> {
                if (found.size() < 3) {
                    probe.detect(new Overheard(frame, found));
                }
            });
        }
        return found.getLast();
    }

    private record Floors(double decodeMillis, double detectMillis, double embedMillis) {}

    @SuppressWarnings("ArrayRecordComponent") // handed from one method to the next; never compared
    private record Seen(int width, int height, float[] floats) {}

    /** A picture that remembers which tensor was made of it. */
    private record Overheard(Picture picture, List<Seen> seen) implements Picture {

        @Override
        public int width() {
            return picture.width();
        }

        @Override
        public int height() {
            return picture.height();
        }

        @Override
        public void scaledBgrPlanes(int width, int height, int planeStride, int planeRows, byte[] planes) {
            picture.scaledBgrPlanes(width, height, planeStride, planeRows, planes);
            float[] floats = new float[3 * planeStride * planeRows];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = planes[i] & 0xff;
            }
            seen.add(new Seen(planeStride, planeRows, floats));
        }

        @Override
        public Region region(PixelBox box, double scale) {
            return picture.region(box, scale);
        }
    }

    /** CPU time of one worker's stages. */
    private static final class Stages implements ScanListener {

        private final Map<ScanStage, LongAdder> nanos = new EnumMap<>(ScanStage.class);
        private final Map<ScanStage, LongAdder> counts = new EnumMap<>(ScanStage.class);

        Stages() {
            for (ScanStage stage : ScanStage.values()) {
                nanos.put(stage, new LongAdder());
                counts.put(stage, new LongAdder());
            }
        }

        static Stages sum(List<Stages> all) {
            Stages sum = new Stages();
            for (Stages one : all) {
                for (ScanStage stage : ScanStage.values()) {
                    of(sum.nanos, stage).add(one.nanos(stage));
                    of(sum.counts, stage).add(one.count(stage));
                }
            }
            return sum;
        }

        private static LongAdder of(Map<ScanStage, LongAdder> map, ScanStage stage) {
            LongAdder adder = map.get(stage);
            if (adder == null) {
                throw new IllegalStateException("no such stage: " + stage);
            }
            return adder;
        }

        @Override
        public long ticks() {
            return SideBySide.cpuNanos();
        }

        @Override
        public void spent(ScanStage stage, long spent) {
            of(nanos, stage).add(spent);
            of(counts, stage).increment();
        }

        @Override
        public void looked(MediaTime time, int faces) {
            // Frames are counted by the scan itself.
        }

        void reset() {
            nanos.values().forEach(LongAdder::reset);
            counts.values().forEach(LongAdder::reset);
        }

        long nanos(ScanStage stage) {
            return of(nanos, stage).sum();
        }

        long count(ScanStage stage) {
            return of(counts, stage).sum();
        }
    }

    /** Decodes a whole video by other means. */
    @FunctionalInterface
    public interface Decoding {
        /** Nanoseconds that it took; empty where it cannot be done. */
        OptionalDouble nanos(Path video) throws InterruptedException;
    }

    /**
     * What a stage costs for one scan of the video.
     *
     * @param cpuMillis CPU time
     * @param floorMillis the same work with nothing around it; empty where there is no such thing, and all is overhead
     */
    public record StageCost(String stage, double cpuMillis, OptionalDouble floorMillis) {}

    /**
     * What was measured; medians of the rounds.
     *
     * @param frames sampled in one scan
     * @param embeddings made in one scan
     * @param realtimeFactor video time of all workers together over wall time
     * @param cpuMillis CPU time of the workers for one scan
     * @param floorMillis sum of the floors
     * @param decodeAllFactor as {@code realtimeFactor}, for decoding every frame and nothing else
     * @param timesDecodeAll how many times as fast a scan is as that, within each round
     * @param ffmpegFactor FFmpeg's own program with 2 threads, decoding every frame
     */
    public record Result(
            Path video,
            String codec,
            long videoMillis,
            int workers,
            int rounds,
            int frames,
            int embeddings,
            double realtimeFactor,
            List<StageCost> stages,
            double cpuMillis,
            double floorMillis,
            double decodeAllFactor,
            double timesDecodeAll,
            OptionalDouble ffmpegFactor) {

        /** Copies the stages. */
        public Result {
            stages = List.copyOf(stages);
        }

        /** CPU time over the sum of floors; 1 would be no overhead at all. */
        public double overFloor() {
            return cpuMillis / floorMillis;
        }
    }
}
