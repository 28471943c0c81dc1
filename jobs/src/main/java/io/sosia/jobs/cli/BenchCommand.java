package io.sosia.jobs.cli;

import io.sosia.detector.inference.ModelRefusedException;
import io.sosia.detector.media.MediaException;
import io.sosia.detector.media.Sampling;
import io.sosia.detector.pipeline.FaceModels;
import io.sosia.jobs.bench.FfmpegProgram;
import io.sosia.jobs.bench.RegisterBench;
import io.sosia.jobs.bench.ScanBench;
import io.sosia.jobs.bench.ScanBench.StageCost;
import io.sosia.jobs.bench.SearchBench;
import io.sosia.jobs.bench.SightingBench;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.models.catalogue.ModelCard;
import io.sosia.models.catalogue.ModelCatalogue;
import io.sosia.models.store.ModelStore;
import io.sosia.models.store.ModelUnavailableException;
import io.sosia.models.store.VerifiedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench}: speed on this machine. */
@Command(name = "bench", description = "Measures speed on this machine, beside its floor, in one run.")
final class BenchCommand {

    private static final Shape<StageCost> STAGE = Shape.<StageCost>of("bench_stage")
            .field("stage", "STAGE", s -> s.stage().toLowerCase(Locale.ROOT))
            .field("cpu_ms", "CPU MS", StageCost::cpuMillis, s -> Figures.one(s.cpuMillis()))
            .field(
                    "floor_ms",
                    "FLOOR MS",
                    s -> boxed(s.floorMillis()),
                    s -> boxed(s.floorMillis()).map(Figures::one).orElse("-"));

    private static final Shape<ScanBench.Result> SCAN = Shape.<ScanBench.Result>of("bench_scan")
            .field("video", "video", ScanBench.Result::video)
            .field("codec", "codec", ScanBench.Result::codec)
            .field("video_ms", "running time", ScanBench.Result::videoMillis, r -> r.videoMillis() + " ms")
            .field("workers", "workers", ScanBench.Result::workers)
            .field("rounds", "rounds", ScanBench.Result::rounds)
            .field("frames", "frames sampled", ScanBench.Result::frames)
            .field("embeddings", "embeddings", ScanBench.Result::embeddings)
            .field("close_ups", "looked at closer", ScanBench.Result::closeUps)
            .field("realtime_factor", "speed", ScanBench.Result::realtimeFactor, r -> times(r.realtimeFactor()))
            .field("cpu_ms", "CPU", ScanBench.Result::cpuMillis, r -> Figures.one(r.cpuMillis()) + " ms a scan")
            .field(
                    "floor_ms",
                    "sum of floors",
                    ScanBench.Result::floorMillis,
                    r -> Figures.one(r.floorMillis()) + " ms")
            .field("cpu_over_floor", "CPU over floors", ScanBench.Result::overFloor, r -> Figures.two(r.overFloor()))
            .field(
                    "decode_all_factor",
                    "decoding every frame",
                    ScanBench.Result::decodeAllFactor,
                    r -> times(r.decodeAllFactor()))
            .field(
                    "times_decode_all",
                    "as fast as that",
                    ScanBench.Result::timesDecodeAll,
                    r -> Figures.two(r.timesDecodeAll()) + " times")
            .field(
                    "ffmpeg_factor",
                    "ffmpeg -threads 2",
                    r -> boxed(r.ffmpegFactor()),
                    r -> boxed(r.ffmpegFactor()).map(BenchCommand::times).orElse("not installed"))
            .field(
                    "times_ffmpeg",
                    "as fast as that",
                    r -> boxed(r.ffmpegFactor()).map(f -> r.realtimeFactor() / f),
                    r -> boxed(r.ffmpegFactor())
                            .map(f -> Figures.two(r.realtimeFactor() / f) + " times")
                            .orElse(""));

    private static final Shape<SearchBench.Result> SEARCH = Shape.<SearchBench.Result>of("bench_search")
            .field("mode", "MODE", SearchBench.Result::mode)
            .field("templates", "TEMPLATES", SearchBench.Result::templates)
            .field("searches", "SEARCHES", SearchBench.Result::searches)
            .field("search_ms", "MS A SEARCH", SearchBench.Result::millis, r -> Figures.two(r.millis()))
            .field(
                    "search_cpu_ms",
                    "CPU MS",
                    SearchBench.Result::processorMillis,
                    r -> Figures.two(r.processorMillis()))
            .field(
                    "vectors_per_second",
                    "M VECTORS/S",
                    SearchBench.Result::vectorsPerSecond,
                    r -> r.vectorsPerSecond() == 0 ? "-" : Figures.one(r.vectorsPerSecond() / 1e6))
            .field("mates_first", "MATES FIRST", SearchBench.Result::matesFirst)
            .field("mates_or_nearer", "MATES OR NEARER", SearchBench.Result::matesOrNearer)
            .field("mates_kept", "OF EXACT'S MATES", SearchBench.Result::matesKept, r -> Figures.four(r.matesKept()))
            .field("build_seconds", "BUILD S", SearchBench.Result::buildSeconds, r -> Figures.one(r.buildSeconds()))
            .field(
                    "first_seconds",
                    "FIRST SEARCH S",
                    SearchBench.Result::firstSeconds,
                    r -> Figures.two(r.firstSeconds()))
            .field("disk_bytes", SearchBench.Result::diskBytes)
            .field(
                    "memory_bytes",
                    "MEMORY MB",
                    SearchBench.Result::memoryBytes,
                    r -> Figures.one(r.memoryBytes() / 1e6))
            .field("heap_bytes", "HEAP MB", SearchBench.Result::heapBytes, r -> Figures.one(r.heapBytes() / 1e6));

    private static final Shape<RegisterBench.Result> REGISTER = Shape.<RegisterBench.Result>of("bench_register")
            .field("templates", "TEMPLATES", RegisterBench.Result::templates)
            .field("people", "PEOPLE", RegisterBench.Result::people)
            .field("open_seconds", "OPENED IN S", RegisterBench.Result::openSeconds, r -> Figures.two(r.openSeconds()))
            .field(
                    "cpu_seconds",
                    "CPU S",
                    RegisterBench.Result::processorSeconds,
                    r -> Figures.two(r.processorSeconds()))
            .field("threads", "THREADS", RegisterBench.Result::threads)
            .field("query_seconds", "READING", RegisterBench.Result::querySeconds, r -> Figures.two(r.querySeconds()))
            .field(
                    "unseal_seconds",
                    "UNSEALING",
                    RegisterBench.Result::unsealSeconds,
                    r -> Figures.two(r.unsealSeconds()))
            .field("build_seconds", "BUILDING", RegisterBench.Result::buildSeconds, r -> Figures.two(r.buildSeconds()))
            .field("mode", "SEARCH", RegisterBench.Result::mode)
            .field("search_ms", "MS A SEARCH", RegisterBench.Result::searchMillis, r -> Figures.two(r.searchMillis()))
            .field("mates_first", "MATES FIRST", RegisterBench.Result::matesFirst)
            .field("fill_seconds", "FILLED IN S", RegisterBench.Result::fillSeconds, r -> Figures.one(r.fillSeconds()))
            .field("disk_bytes", "DISK MB", RegisterBench.Result::diskBytes, r -> Figures.one(r.diskBytes() / 1e6))
            .field("heap_bytes", "HEAP MB", RegisterBench.Result::heapBytes, r -> Figures.one(r.heapBytes() / 1e6));

    private static final Shape<SightingBench.Result> SIGHTINGS = Shape.<SightingBench.Result>of("bench_sightings")
            .field("sightings", "SIGHTINGS", SightingBench.Result::sightings)
            .field("days", "DAYS", SightingBench.Result::days)
            .field("seconds", "SECONDS", SightingBench.Result::seconds, r -> Figures.two(r.seconds()))
            .field(
                    "cpu_seconds",
                    "CPU S",
                    SightingBench.Result::processorSeconds,
                    r -> Figures.two(r.processorSeconds()))
            .field(
                    "seconds_per_million",
                    "S A MILLION",
                    SightingBench.Result::secondsPerMillion,
                    r -> Figures.two(r.secondsPerMillion()))
            .field("planted", "OF THE PERSON", SightingBench.Result::planted)
            .field("found", "FOUND", SightingBench.Result::found)
            .field("heap_bytes", "HEAP PEAK MB", SightingBench.Result::heapBytes, r -> Figures.one(r.heapBytes() / 1e6))
            .field("disk_bytes", "DISK MB", SightingBench.Result::diskBytes, r -> Figures.one(r.diskBytes() / 1e6))
            .field(
                    "append_seconds",
                    "APPENDED IN S",
                    SightingBench.Result::appendSeconds,
                    r -> Figures.one(r.appendSeconds()));

    private static Optional<Double> boxed(OptionalDouble value) {
        return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
    }

    private static String times(double value) {
        return Figures.one(value) + " × real time";
    }

    @Command(
            name = "scan",
            description = {
                "Scans a video again and again on all cores.",
                "Tells the speed, and each stage's CPU time beside its floor.",
                "Floors: FFmpeg decoding the same frames, ONNX Runtime running such tensors of it after each, nothing else."
            })
    static final class Scan implements Callable<Integer> {

        private final Invocation invocation;

        @Option(names = "--video", required = true, paramLabel = "FILE", description = "The video")
        private Path video = Path.of("");

        @Mixin
        private final SamplingOption sampling = new SamplingOption();

        @Option(
                names = "--rounds",
                paramLabel = "N",
                defaultValue = "5",
                description = "That count, after some that do not. Default: ${DEFAULT-VALUE}")
        private int rounds = 5;

        Scan(Invocation invocation) {
            this.invocation = invocation;
        }

        @Override
        public Integer call()
                throws NotReadyException, ModelUnavailableException, ModelRefusedException, InterruptedException {
            if (rounds < 1) {
                throw new UsageException("--rounds " + rounds + " is not 1 or more");
            }
            try (Workplace workplace = Workplace.open(invocation)) {
                ModelCatalogue catalogue = ModelCatalogue.standard();
                ModelStore store = workplace.models();
                VerifiedModel detector = store.load(workplace.detectorCard(catalogue));
                VerifiedModel recogniser = store.load(workplace.recogniserCard(catalogue));
                Optional<ModelCard> strongCard = workplace.strongRecogniserCard(catalogue);
                Optional<VerifiedModel> strong =
                        strongCard.isPresent() ? Optional.of(store.load(strongCard.get())) : Optional.empty();
                FaceModels models = workplace.faceModels();
                int workers = workplace.settings().scan().workersHere();
                Sampling chosen = sampling.in(workplace);
                invocation.console().say("sosia: measuring " + rounds + " rounds on " + workers + " threads …");
                ScanBench bench = new ScanBench(
                        models,
                        detector,
                        recogniser,
                        strong,
                        workplace.settings().scan(),
                        workers,
                        rounds);
                FfmpegProgram program = new FfmpegProgram(invocation.variables());
                ScanBench.Result result = bench.run(video, chosen, program::nanos);
                invocation.results().list(STAGE, result.stages());
                invocation.results().single(SCAN, result);
                return ExitCode.DONE.number();
            } catch (MediaException e) {
                throw new UsageException(String.valueOf(e.getMessage()));
            }
        }
    }

    @Command(
            name = "search",
            description = {
                "Fills an index with people who do not exist, and searches it on one thread.",
                "People are made as it goes; needs 512 bytes of memory each. It is searched exactly, and by short codes as",
                "a scan does beyond 200,000. With --register they are registered first, and it is told how long it takes to",
                "have them in memory from there. With --sightings, an archive of sightings is made and searched instead."
            })
    static final class Search implements Callable<Integer> {

        private static final int LEAST_SIGHTINGS = 1_200;

        private final Invocation invocation;

        @Option(names = "--people", paramLabel = "N", description = "Templates in all, two of each person")
        private Optional<Integer> people = Optional.empty();

        @Option(
                names = "--sightings",
                paramLabel = "N",
                description = {
                    "One person is looked for in so many sealed sightings of made-up days, and in a quarter and half of",
                    "them. Needs 1.2 GB of disk for a million."
                })
        private Optional<Integer> sightings = Optional.empty();

        @Option(
                names = "--searches",
                paramLabel = "N",
                defaultValue = "1000",
                description = "That count. Default: ${DEFAULT-VALUE}")
        private int searches = 1000;

        @Option(
                names = "--register",
                description = {
                    "Registers the people, sealed, in a temporary home, which takes minutes and 1.3 GB of disk for a",
                    "million templates, and opens that as a scan does"
                })
        private boolean register;

        @Option(names = "--graph", description = "By a graph too, whose building takes minutes")
        private boolean graph;

        Search(Invocation invocation) {
            this.invocation = invocation;
        }

        @Override
        public Integer call() throws IOException {
            if (people.isEmpty() == sightings.isEmpty()) {
                throw new UsageException("name either --people N or --sightings N");
            }
            int templates = people.orElse(2);
            if (templates < 2 || templates > 20_000_000 || searches < 1) {
                throw new UsageException("--people is 2 to 20000000 and --searches 1 or more");
            }
            if (register && (people.isEmpty() || graph)) {
                throw new UsageException("--register goes with --people N, and without --graph");
            }
            if (sightings
                    .filter(count -> count < LEAST_SIGHTINGS || count > 50_000_000)
                    .isPresent()) {
                throw new UsageException("--sightings is " + LEAST_SIGHTINGS + " to 50000000");
            }
            Path folder = Files.createTempDirectory("sosia-bench-");
            try {
                if (sightings.isPresent()) {
                    invocation.console().say("sosia: making and sealing sightings, searching them on the way …");
                    invocation.results().list(SIGHTINGS, new SightingBench(sightings.get()).run(folder));
                } else if (register) {
                    invocation.console().say("sosia: registering people, then opening the register …");
                    try (ProgressDisplay progress =
                            ProgressDisplay.on(invocation.console(), invocation.clock(), "registering people")) {
                        invocation
                                .results()
                                .list(
                                        REGISTER,
                                        List.of(new RegisterBench(templates, searches, invocation.clock())
                                                .run(folder, done -> progress.at(done, templates / 2, ""))));
                    }
                } else {
                    invocation
                            .console()
                            .say("sosia: building the index, then " + searches + " searches of each kind …");
                    invocation.results().list(SEARCH, new SearchBench(templates, searches).run(graph));
                }
            } finally {
                delete(folder);
            }
            return ExitCode.DONE.number();
        }

        private static void delete(Path folder) throws IOException {
            try (Stream<Path> inside = Files.walk(folder)) {
                for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
