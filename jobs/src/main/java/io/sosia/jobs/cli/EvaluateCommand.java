package io.sosia.jobs.cli;

import io.sosia.detector.inference.ModelRefusedException;
import io.sosia.detector.media.Sampling;
import io.sosia.detector.pipeline.FaceModels;
import io.sosia.detector.pipeline.PhotoReader.Refused;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.jobs.evaluate.FaceEvaluation;
import io.sosia.jobs.evaluate.Identification;
import io.sosia.jobs.evaluate.IdentificationPlan;
import io.sosia.jobs.evaluate.LabelledImages;
import io.sosia.jobs.evaluate.LabelsException;
import io.sosia.jobs.evaluate.PairsFile;
import io.sosia.jobs.evaluate.PairsFile.LabelledPair;
import io.sosia.jobs.evaluate.PhotoReadings;
import io.sosia.jobs.evaluate.ScanAccuracy;
import io.sosia.jobs.evaluate.ScanAccuracy.FoundPerson;
import io.sosia.jobs.evaluate.ScanAccuracy.Span;
import io.sosia.jobs.evaluate.TrueAppearance;
import io.sosia.jobs.evaluate.TruthFile;
import io.sosia.jobs.evaluate.Verification;
import io.sosia.jobs.scan.Finding;
import io.sosia.jobs.scan.NotScanned;
import io.sosia.jobs.scan.NothingToScanException;
import io.sosia.jobs.scan.ScanRequest;
import io.sosia.jobs.scan.ScanStoppedException;
import io.sosia.jobs.scan.ScanSummary;
import io.sosia.jobs.scan.StopSignal;
import io.sosia.jobs.scan.VideoLooked;
import io.sosia.models.store.ModelUnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code evaluate}: accuracy on labelled data. */
@Command(name = "evaluate", description = "Measures accuracy on labelled data.")
final class EvaluateCommand {

    /** A photo that could not be read. */
    private record Unreadable(Path path, Refused refused) {}

    private static final Shape<Unreadable> UNREADABLE = Shape.<Unreadable>of("photo")
            .field("path", "PHOTO", Unreadable::path)
            .field("outcome", "OUTCOME", u -> "refused")
            .field("reason", "REASON", u -> u.refused().reason())
            .field("detail", "DETAIL", u -> u.refused().detail());

    /** A measurement with what else became of the photos. */
    private record Measured<M>(M measurement, PhotoReadings readings) {}

    private static final Shape<Measured<Verification>> VERIFICATION = Shape.<Measured<Verification>>of("verification")
            .field("pairs", "pairs", m -> m.measurement().pairs())
            .field("accuracy", "accuracy", m -> m.measurement().accuracy())
            .field("accuracy_sd", "deviation", m -> m.measurement().accuracySd())
            .field("tar_at_far", "TAR at FAR", m -> named(m.measurement().tarAtFar()))
            .field("no_face", "no face", m -> m.readings().withoutFace().size())
            .field("unreadable", m -> m.readings().unreadable().size());

    private static final Shape<Measured<Identification>> IDENTIFICATION = Shape.<Measured<Identification>>of(
                    "identification")
            .field("gallery", "gallery", m -> m.measurement().gallery())
            .field("mated", "mated", m -> m.measurement().mated())
            .field("non_mated", "non-mated", m -> m.measurement().nonMated())
            .field("rank1", "rank 1", m -> m.measurement().rank1())
            .field("fnir_at_fpir", "FNIR at FPIR", m -> named(m.measurement().fnirAtFpir()))
            .field("threshold_at_fpir", "threshold", m -> named(m.measurement().thresholdAtFpir()))
            .field("no_face", "no face", m -> m.readings().withoutFace().size())
            .field("unreadable", m -> m.readings().unreadable().size());

    private static Map<String, Double> named(Map<Double, Double> byRate) {
        Map<String, Double> named = new LinkedHashMap<>();
        byRate.forEach((rate, value) -> named.put(rate.toString(), value));
        return named;
    }

    private static PhotoReadings read(Invocation invocation, Workplace workplace, Collection<Path> photos)
            throws NotReadyException, ModelUnavailableException, ModelRefusedException, InterruptedException {
        FaceModels models = workplace.faceModels();
        int workers = workplace.settings().scan().workersHere();
        try (ProgressDisplay progress =
                ProgressDisplay.on(invocation.console(), invocation.clock(), "reading photos")) {
            return PhotoReadings.read(
                    photos, models::newPhotoReader, workers, done -> progress.at(done, photos.size(), ""));
        }
    }

    private static <M> int report(Invocation invocation, Shape<Measured<M>> shape, Measured<M> measured) {
        Map<Path, Refused> unreadable = measured.readings().unreadable();
        Results results = invocation.results();
        results.list(
                UNREADABLE,
                unreadable.entrySet().stream()
                        .map(e -> new Unreadable(e.getKey(), e.getValue()))
                        .toList());
        results.single(shape, measured);
        return (unreadable.isEmpty() ? ExitCode.DONE : ExitCode.SOME_REFUSED).number();
    }

    @Command(
            name = "verify",
            description = "Do two pictures show one person? Folders and pairs as in Labeled Faces in the Wild.")
    static final class Verify implements Callable<Integer> {

        private final Invocation invocation;

        @Option(names = "--images", required = true, paramLabel = "DIR", description = "A folder for each person")
        private Path images = Path.of("");

        @Option(names = "--pairs", required = true, paramLabel = "FILE", description = "Pairs in folds")
        private Path pairs = Path.of("");

        Verify(Invocation invocation) {
            this.invocation = invocation;
        }

        @Override
        public Integer call()
                throws NotReadyException, ModelUnavailableException, ModelRefusedException, IOException,
                        InterruptedException, LabelsException {
            List<LabelledPair> labelled = PairsFile.read(readable("--pairs", pairs), images);
            try (Workplace workplace = Workplace.open(invocation)) {
                PhotoReadings readings = read(invocation, workplace, FaceEvaluation.photos(labelled));
                return report(
                        invocation, VERIFICATION, new Measured<>(FaceEvaluation.verify(labelled, readings), readings));
            }
        }
    }

    @Command(
            name = "identify",
            description = {
                "Is the right person found among those registered, and nobody else?",
                "People with more pictures than are registered are found or missed; everybody else must not be found."
            })
    static final class Identify implements Callable<Integer> {

        private final Invocation invocation;

        @Option(names = "--images", required = true, paramLabel = "DIR", description = "A folder for each person")
        private Path images = Path.of("");

        @Option(
                names = "--portraits",
                paramLabel = "N",
                defaultValue = "1",
                description = "Pictures that a person is registered with. Default: ${DEFAULT-VALUE}")
        private int portraits = 1;

        Identify(Invocation invocation) {
            this.invocation = invocation;
        }

        @Override
        public Integer call()
                throws NotReadyException, ModelUnavailableException, ModelRefusedException, IOException,
                        InterruptedException, LabelsException {
            if (portraits < 1) {
                throw new UsageException("--portraits " + portraits + " is not 1 or more");
            }
            IdentificationPlan plan = IdentificationPlan.of(LabelledImages.read(images), portraits);
            if (plan.mated().isEmpty() || plan.nonMated().isEmpty()) {
                throw new UsageException("with --portraits " + portraits + " there are "
                        + plan.mated().size() + " mated and " + plan.nonMated().size()
                        + " non-mated pictures; both are needed");
            }
            try (Workplace workplace = Workplace.open(invocation)) {
                PhotoReadings readings = read(invocation, workplace, FaceEvaluation.photos(plan));
                return report(
                        invocation, IDENTIFICATION, new Measured<>(FaceEvaluation.identify(plan, readings), readings));
            }
        }
    }

    /** How accurate a scan was, and how many films that leaves out, in whole or in part. */
    private record MeasuredScan(ScanAccuracy accuracy, int notScanned) {}

    private static final Shape<MeasuredScan> SCAN_ACCURACY = Shape.<MeasuredScan>of("scan_accuracy")
            .field("appearances", "appearances", m -> m.accuracy().appearances())
            .field("found", "found", m -> m.accuracy().found())
            .field("missed", "missed", m -> m.accuracy().missed())
            .field("found_for_review", "for review only", m -> m.accuracy().foundForReview())
            .field("false_findings", "false findings", m -> m.accuracy().falseFindings())
            .field("false_for_review", "of them for review", m -> m.accuracy().falseForReview())
            .field("fnir", "FNIR", m -> m.accuracy().fnir())
            .field("false_per_hour", "false per hour", m -> m.accuracy().falsePerHour())
            .field("strangers", "strangers", m -> m.accuracy().strangers())
            .field("strangers_accused", "of them accused", m -> m.accuracy().strangersAccused())
            .field("not_scanned", "videos not scanned", MeasuredScan::notScanned);

    @Command(
            name = "scan",
            description = {
                "Scans films whose truth is known, for the people registered in the home, and compares.",
                "Register them first: sosia person add … from the portraits that testdata film wrote."
            })
    static final class Scan implements Callable<Integer> {

        private final Invocation invocation;

        @Option(names = "--manifest", required = true, paramLabel = "FILE.jsonl", description = "The films")
        private Path manifest = Path.of("");

        @Option(
                names = "--truth",
                required = true,
                paramLabel = "FILE.jsonl",
                description = "Who is seen in them, when")
        private Path truth = Path.of("");

        @Option(
                names = "--sampling",
                paramLabel = "nightly|thorough|DURATION",
                description = "As for scan. Default: nightly, or what the home's settings say")
        private Optional<Sampling> sampling = Optional.empty();

        Scan(Invocation invocation) {
            this.invocation = invocation;
        }

        @Override
        public Integer call()
                throws NotReadyException, ModelUnavailableException, ModelRefusedException, IOException,
                        LabelsException, NothingToScanException, ScanStoppedException {
            List<TrueAppearance> appearances = TruthFile.read(readable("--truth", truth));
            try (StopSignal stop = StopSignal.onShutdown(Duration.ofSeconds(30));
                    Workplace workplace = Workplace.open(invocation)) {
                Sampling chosen = sampling.orElse(workplace.settings().scan().parsedSampling());
                Set<String> registered = workplace.register().searchable(invocation.today()).stream()
                        .map(id -> id.value())
                        .collect(Collectors.toSet());
                if (registered.isEmpty()) {
                    throw new UsageException(
                            "nobody is registered in " + workplace.home().root()
                                    + ", so nobody can be found; register the films' portraits first");
                }
                List<FoundPerson> found = new ArrayList<>();
                ScanResults notScanned = new ScanResults(invocation);
                ScanSummary summary;
                try (ScanProgressDisplay display = new ScanProgressDisplay(invocation, line -> {
                    switch (line) {
                        case Finding finding -> found.add(found(finding));
                        case NotScanned input -> notScanned.add(input);
                        case VideoLooked looked -> {}
                        case ScanSummary end -> {}
                    }
                })) {
                    summary = workplace.scanService().scan(ScanRequest.ofManifest(manifest, chosen), display, stop);
                }
                notScanned.finish();
                if (summary.stopped()) {
                    invocation
                            .console()
                            .say("sosia: stopped with " + summary.remaining() + " of " + summary.videos()
                                    + " videos left, so nothing was measured; the same command goes on from here");
                    return ExitCode.SOME_REFUSED.number();
                }
                ScanAccuracy accuracy = ScanAccuracy.of(appearances, found, registered, summary.videoMs());
                invocation.results().single(SCAN_ACCURACY, new MeasuredScan(accuracy, summary.notScanned()));
                return (summary.notScanned() > 0 ? ExitCode.SOME_REFUSED : ExitCode.DONE).number();
            }
        }

        private static FoundPerson found(Finding finding) {
            return new FoundPerson(
                    Path.of(finding.path()).toAbsolutePath().normalize(),
                    finding.person(),
                    finding.verdict(),
                    finding.appearances().stream()
                            .map(a -> new Span(a.startMs(), a.endMs()))
                            .toList());
        }
    }

    private static Path readable(String option, Path file) {
        if (!java.nio.file.Files.isReadable(file) || java.nio.file.Files.isDirectory(file)) {
            throw new UsageException(option + " " + file + " is not a file that can be read");
        }
        return file;
    }
}
