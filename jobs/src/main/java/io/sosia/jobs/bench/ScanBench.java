package io.sosia.jobs.bench;

import io.sosia.detector.align.FaceAligner;
import io.sosia.detector.face.DetectedFace;
import io.sosia.detector.face.DetectorSettings;
import io.sosia.detector.face.FaceDetector;
import io.sosia.detector.face.LandmarkRefiner;
import io.sosia.detector.geometry.PixelBox;
import io.sosia.detector.inference.BareSession;
import io.sosia.detector.inference.ModelRefusedException;
import io.sosia.detector.inference.PixelNormaliser;
import io.sosia.detector.media.MediaException;
import io.sosia.detector.media.MediaTime;
import io.sosia.detector.media.Picture;
import io.sosia.detector.media.Sampling;
import io.sosia.detector.media.ffmpeg.BareDecoding;
import io.sosia.detector.media.ffmpeg.FfmpegVideoReader;
import io.sosia.detector.pipeline.FaceModels;
import io.sosia.detector.pipeline.ScanListener;
import io.sosia.detector.pipeline.ScanStage;
import io.sosia.detector.pipeline.TrackEmbedder;
import io.sosia.detector.pipeline.VideoScanner;
import io.sosia.detector.pipeline.VideoScanner.VideoScan;
import io.sosia.jobs.bench.SideBySide.Took;
import io.sosia.jobs.config.ScanSettings;
import io.sosia.jobs.scan.StandardScans;
import io.sosia.models.catalogue.ModelCard;
import io.sosia.models.store.VerifiedModel;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/**
 * How fast videos are scanned on this machine, beside what the same work costs with nothing around it, all in one run:
 * every worker scans the video at the same time as the others, then does the bare work for it, then decodes all its
 * frames, in turns, after scans that do not count. Where a second recogniser is in use, it looks closer at every track: no
 * register is asked which of them it would be spared, so that a night is never slower than this.
 */
public final class ScanBench {

    /** Until Java's compiler has seen every loop often enough. */
    private static final int WARMING_SCANS = 3;

    /** A close-up is embedded together with its mirror image. */
    private static final int PASSES_A_CLOSE_UP = 2;

    /** Frames whose tensors are kept, some 3 MB each. */
    private static final int TENSORS_KEPT = 16;

    private final FaceModels models;
    private final VerifiedModel detector;
    private final VerifiedModel recogniser;
    private final Optional<VerifiedModel> strong;
    private final ScanSettings settings;
    private final int workers;
    private final int rounds;

    /**
     * A bench.
     *
     * @param models made from the others; stays the caller's
     * @param strong the recogniser that looks closer, if one does
     * @param workers threads, 1 or more
     * @param rounds that count, 1 or more
     */
    public ScanBench(
            FaceModels models,
            VerifiedModel detector,
            VerifiedModel recogniser,
            Optional<VerifiedModel> strong,
            ScanSettings settings,
            int workers,
            int rounds) {
        if (workers < 1 || rounds < 1) {
            throw new IllegalArgumentException("workers and rounds: " + workers + ", " + rounds + " are not above 0");
        }
        this.models = models;
        this.detector = detector;
        this.recogniser = recogniser;
        this.strong = strong;
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
        List<WholeScan> scanners = new ArrayList<>();
        List<BareWork> bare = new ArrayList<>();
        VideoScan[] scans = new VideoScan[workers];
        double[] scanNanos = new double[rounds];
        double[] decodeNanos = new double[rounds];
        double[] ratios = new double[rounds];
        long cpu = 0;
        int embeddings;
        int closeUps;
        try {
            for (int i = 0; i < workers; i++) {
                stages.add(new Stages());
                scanners.add(new WholeScan(models, strong.isPresent(), settings, stages.get(i)));
            }
            for (int i = 0; i < WARMING_SCANS; i++) {
                stages.forEach(Stages::reset);
                sideBySide.run(worker -> scans[worker] = scanners.get(worker).scan(video, sampling));
            }
            int frames = scans[0].coverage().framesSampled();
            embeddings = Math.toIntExact(stages.get(0).count(ScanStage.EMBED));
            closeUps = Math.toIntExact(stages.get(0).count(ScanStage.EMBED_CLOSE_UP));
            Tensors tensors = tensors(video, sampling);
            int keys = BareDecoding.decode(video, true);
            boolean keyFrames = keys >= frames;
            int decoded = keyFrames ? keys : BareDecoding.decode(video, false);
            for (int i = 0; i < workers; i++) {
                bare.add(new BareWork(
                        BareSession.open(detector),
                        BareSession.open(recogniser),
                        strong.isPresent() ? Optional.of(BareSession.open(strong.get())) : Optional.empty(),
                        tensors,
                        decoded,
                        frames,
                        embeddings,
                        closeUps * PASSES_A_CLOSE_UP));
            }
            sideBySide.run(i -> bare.get(i).run(video, keyFrames));
            stages.forEach(Stages::reset);
            bare.forEach(BareWork::reset);
            for (int round = 0; round < rounds; round++) {
                Took scan = sideBySide.run(i -> scans[i] = scanners.get(i).scan(video, sampling));
                sideBySide.run(i -> bare.get(i).run(video, keyFrames));
                Took decode = sideBySide.run(i -> BareDecoding.decode(video, false));
                scanNanos[round] = scan.wallNanos();
                decodeNanos[round] = decode.wallNanos();
                ratios[round] = (double) decode.wallNanos() / scan.wallNanos();
                cpu += scan.cpuNanos();
            }
        } finally {
            scanners.forEach(WholeScan::close);
            bare.forEach(BareWork::close);
        }
        VideoScan scan = scans[0];
        Stages all = Stages.sum(stages);
        Floors floors = new Floors(
                perScan(bare.stream().mapToLong(b -> b.decodeNanos).sum()),
                perScan(bare.stream().mapToLong(b -> b.detectNanos).sum()),
                perScan(bare.stream().mapToLong(b -> b.refineNanos).sum()),
                perScan(bare.stream().mapToLong(b -> b.embedNanos).sum()),
                perScan(bare.stream().mapToLong(b -> b.closerNanos).sum()));
        long videoMillis = scan.facts().duration().millis();
        List<StageCost> costs = new ArrayList<>();
        for (ScanStage stage : ScanStage.values()) {
            costs.add(new StageCost(
                    stage.name(),
                    perScan(all.nanos(stage)),
                    switch (stage) {
                        case READ -> OptionalDouble.of(floors.decodeMillis());
                        case DETECT -> OptionalDouble.of(floors.detectMillis());
                        case REFINE -> OptionalDouble.of(floors.refineMillis());
                        case EMBED -> OptionalDouble.of(floors.embedMillis());
                        case EMBED_CLOSE_UP -> OptionalDouble.of(floors.closerMillis());
                        case SCALE, SHOT, ALIGN, QUALITY, TRACK, PICTURE, CLOSE_UP -> OptionalDouble.empty();
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
                embeddings,
                closeUps,
                workers * videoMillis * 1e6 / Median.of(scanNanos),
                costs,
                perScan(cpu),
                floors.sumMillis(),
                workers * videoMillis * 1e6 / Median.of(decodeNanos),
                Median.of(ratios),
                program.isPresent()
                        ? OptionalDouble.of(videoMillis * 1e6 / program.getAsDouble())
                        : OptionalDouble.empty());
    }

    private double perScan(long nanos) {
        return nanos / 1e6 / ((double) workers * rounds);
    }

    /** Tensors of the first frames sampled, and of faces in them, as the models ask for them. */
    private Tensors tensors(Path video, Sampling sampling) throws MediaException {
        List<Seen> frames = new ArrayList<>();
        List<Seen> faces = new ArrayList<>();
        List<Seen> closeUps = new ArrayList<>();
        Chips chips = new Chips(models.newAligner(), recogniser.card());
        Optional<Chips> closer =
                strong.map(model -> new Chips(models.newAligner(models.spaces().get(1)), model.card()));
        try (FaceDetector probe =
                models.newDetector(DetectorSettings.standard().atLongSide(settings.longSide(), false))) {
            new FfmpegVideoReader().read(video, sampling, frame -> {
                if (frames.size() >= TENSORS_KEPT) {
                    return;
                }
                for (DetectedFace face : probe.detect(new Overheard(frame, frames))) {
                    faces.add(chips.of(frame, face));
                    closer.ifPresent(of -> closeUps.add(of.of(frame, face)));
                }
            });
        }
        List<List<Seen>> looks = LandmarkRefiner.squares(StandardScans.REFINEMENT).stream()
                .map(side -> frames.stream().map(frame -> frame.corner(side)).toList())
                .toList();
        return new Tensors(frames, looks, faces, closeUps);
    }

    /** Makes a recogniser's tensors of faces. */
    private static final class Chips {

        private final FaceAligner aligner;
        private final PixelNormaliser normaliser;
        private final int size;

        Chips(FaceAligner aligner, ModelCard card) {
            this.aligner = aligner;
            this.normaliser = new PixelNormaliser(card.input());
            this.size = card.alignment().orElseThrow().size();
        }

        Seen of(Picture picture, DetectedFace face) {
            FloatBuffer chip = BareSession.room(size, size);
            normaliser.fromRgb(aligner.align(picture, face.landmarks()).chip(), false, chip);
            return new Seen(size, size, chip);
        }
    }

    /** A scan and, after it, the closer look at each of its tracks. */
    private static final class WholeScan implements AutoCloseable {

        private final VideoScanner scanner;
        private final Optional<TrackEmbedder> embedder;

        WholeScan(FaceModels models, boolean closer, ScanSettings settings, ScanListener listener) {
            scanner = StandardScans.scanner(models, settings, listener);
            embedder =
                    closer ? Optional.of(models.newTrackEmbedder(models.spaces().get(1), listener)) : Optional.empty();
        }

        VideoScan scan(Path video, Sampling sampling) throws MediaException {
            VideoScan scan = scanner.scan(video, sampling);
            embedder.ifPresent(closer -> scan.tracks().forEach(closer::embed));
            return scan;
        }

        @Override
        public void close() {
            try {
                scanner.close();
            } finally {
                embedder.ifPresent(TrackEmbedder::close);
            }
        }
    }

    private record Floors(
            double decodeMillis, double detectMillis, double refineMillis, double embedMillis, double closerMillis) {

        double sumMillis() {
            return decodeMillis + detectMillis + refineMillis + embedMillis + closerMillis;
        }
    }

    /**
     * @param looks pieces of the frames' tensors of the size that a face is looked at again in: one list a look
     * @param closeUps faces as the recogniser that looks closer wants them
     */
    private record Tensors(List<Seen> frames, List<List<Seen>> looks, List<Seen> faces, List<Seen> closeUps) {}

    private record Seen(int width, int height, FloatBuffer floats) {

        /** The top left of all three planes, 0 where it reaches beyond them. */
        Seen corner(int side) {
            FloatBuffer corner = BareSession.room(side, side);
            for (int plane = 0; plane < 3; plane++) {
                for (int y = 0; y < Math.min(side, height); y++) {
                    for (int x = 0; x < Math.min(side, width); x++) {
                        corner.put((plane * side + y) * side + x, floats.get((plane * height + y) * width + x));
                    }
                }
            }
            return new Seen(side, side, corner);
        }
    }

    /**
     * What one scan cannot do without, for one worker: its frames decoded, and after each one as many tensors run as
     * the scan runs on average, so that decoder and models take the processor's caches from each other as they do in a
     * scan. Nothing is converted, copied or looked at in between.
     */
    private static final class BareWork implements AutoCloseable {

        private final BareSession detector;
        private final BareSession recogniser;
        private final Optional<BareSession> strong;
        private final Tensors tensors;
        private final int decoded;
        private final int frames;
        private final int embeddings;
        private final int closerPasses;
        private long decodeNanos;
        private long detectNanos;
        private long refineNanos;
        private long embedNanos;
        private long closerNanos;

        /**
         * @param decoded frames that the decoder gives, of which {@code frames} are looked at
         * @param closerPasses of the recogniser that looks closer
         */
        BareWork(
                BareSession detector,
                BareSession recogniser,
                Optional<BareSession> strong,
                Tensors tensors,
                int decoded,
                int frames,
                int embeddings,
                int closerPasses) {
            this.detector = detector;
            this.recogniser = recogniser;
            this.strong = strong;
            this.tensors = tensors;
            this.decoded = decoded;
            this.frames = frames;
            this.embeddings = embeddings;
            this.closerPasses = closerPasses;
        }

        void reset() {
            decodeNanos = 0;
            detectNanos = 0;
            refineNanos = 0;
            embedNanos = 0;
            closerNanos = 0;
        }

        void run(Path video, boolean keyFrames) throws MediaException {
            long[] since = {SideBySide.cpuNanos()};
            int[] seen = {0};
            BareDecoding.decode(video, keyFrames, () -> {
                long decodedAt = SideBySide.cpuNanos();
                decodeNanos += decodedAt - since[0];
                int frame = seen[0]++;
                run(detector, tensors.frames(), frames, frame);
                long detectedAt = SideBySide.cpuNanos();
                detectNanos += detectedAt - decodedAt;
                for (List<Seen> look : tensors.looks()) {
                    run(detector, look, embeddings, frame);
                }
                long refinedAt = SideBySide.cpuNanos();
                refineNanos += refinedAt - detectedAt;
                if (!tensors.faces().isEmpty()) {
                    run(recogniser, tensors.faces(), embeddings, frame);
                }
                since[0] = SideBySide.cpuNanos();
                embedNanos += since[0] - refinedAt;
            });
            long seenAll = SideBySide.cpuNanos();
            decodeNanos += seenAll - since[0];
            if (!tensors.closeUps().isEmpty()) {
                strong.ifPresent(session -> {
                    for (int i = 0; i < closerPasses; i++) {
                        run(session, tensors.closeUps(), i);
                    }
                });
                closerNanos += SideBySide.cpuNanos() - seenAll;
            }
        }

        /** This frame's share of {@code times} runs spread evenly over all. */
        private void run(BareSession session, List<Seen> tensors, int times, int frame) {
            for (long i = (long) frame * times / decoded; i < (frame + 1L) * times / decoded; i++) {
                run(session, tensors, i);
            }
        }

        private static void run(BareSession session, List<Seen> tensors, long number) {
            Seen tensor = tensors.get((int) (number % tensors.size()));
            session.run(tensor.floats(), tensor.height(), tensor.width());
        }

        @Override
        public void close() {
            try {
                detector.close();
            } finally {
                try {
                    recogniser.close();
                } finally {
                    strong.ifPresent(BareSession::close);
                }
            }
        }
    }

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
            FloatBuffer floats = BareSession.room(planeRows, planeStride);
            for (int i = 0; i < 3 * planeStride * planeRows; i++) {
                floats.put(i, planes[i] & 0xff);
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
     * @param closeUps looked at in one scan by the recogniser that looks closer
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
            int closeUps,
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
