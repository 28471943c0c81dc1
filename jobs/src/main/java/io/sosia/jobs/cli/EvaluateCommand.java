package io.sosia.jobs.cli;

import io.sosia.detector.inference.ModelRefusedException;
import io.sosia.detector.media.Sampling;
import io.sosia.detector.pipeline.PhotoReader.Refused;
import io.sosia.jobs.cli.EvaluationShapes.MeasuredScan;
import io.sosia.jobs.cli.EvaluationShapes.OnPhotos;
import io.sosia.jobs.cli.EvaluationShapes.Unreadable;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.jobs.evaluate.FaceEvaluation;
import io.sosia.jobs.evaluate.FilesDigest;
import io.sosia.jobs.evaluate.Identification;
import io.sosia.jobs.evaluate.IdentificationPlan;
import io.sosia.jobs.evaluate.LabelledImages;
import io.sosia.jobs.evaluate.LabelsException;
import io.sosia.jobs.evaluate.PairsFile;
import io.sosia.jobs.evaluate.PairsFile.LabelledPair;
import io.sosia.jobs.evaluate.PartErrors;
import io.sosia.jobs.evaluate.PhotoReadings;
import io.sosia.jobs.evaluate.ScanAccuracy;
import io.sosia.jobs.evaluate.ScanAccuracy.FoundPerson;
import io.sosia.jobs.evaluate.ScanAccuracy.Span;
import io.sosia.jobs.evaluate.TrueAppearance;
import io.sosia.jobs.evaluate.TruthFile;
import io.sosia.jobs.evaluate.Verification;
import io.sosia.jobs.evaluate.report.FaceReports;
import io.sosia.jobs.evaluate.report.Measurement;
import io.sosia.jobs.evaluate.report.Measurement.Fact;
import io.sosia.jobs.evaluate.report.ScanReport;
import io.sosia.jobs.scan.Finding;
import io.sosia.jobs.scan.KnownRejected;
import io.sosia.jobs.scan.NotScanned;
import io.sosia.jobs.scan.NothingToScanException;
import io.sosia.jobs.scan.ScanRequest;
import io.sosia.jobs.scan.ScanStoppedException;
import io.sosia.jobs.scan.ScanSummary;
import io.sosia.jobs.scan.StopSignal;
import io.sosia.jobs.scan.VideoLooked;
import io.sosia.models.catalogue.ModelCard;
import io.sosia.models.catalogue.ModelCatalogue;
import io.sosia.models.store.ModelUnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code evaluate}: accuracy on labelled data. */
@Command(name = "evaluate", description = "Measures accuracy on labelled data.")
final class EvaluateCommand {

    /** What a page says of the photos. */
    static List<Fact> data(Path images, String counts, Set<Path> photos, List<Fact> labels) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Photos", images + ": " + counts));
        facts.add(new Fact("Digest of the photos", "SHA-256 " + FilesDigest.of(images, photos)));
        facts.addAll(labels);
        return facts;
    }

    static Fact file(String label, Path file) {
        Path name = Optional.ofNullable(file.getFileName()).orElse(file);
        return new Fact(label, name + ", SHA-256 " + FilesDigest.of(file.resolveSibling(""), List.of(file)));
    }

    static String counts(long photos, long people) {
        return String.format(Locale.ROOT, "%,d of %,d people", photos, people);
    }

    /** Whose figures these are, and what was tuned on whom. */
    static Fact people(String half) {
        return new Fact(
                "People measured",
                switch (half) {
                    case "tuning" ->
                        "the half that settings are tuned on (by a hash of the name); figures of it flatter";
                    case "reporting" -> "the half that no setting is tuned on (by a hash of the name)";
                    default ->
                        "all. Settings are tuned on half of them (by a hash of the name);"
                                + " --half reporting measures the others alone";
                });
    }

    static String name(Path images) {
        Path folder = images.toAbsolutePath().normalize();
        Path name = folder.getFileName();
        Path parent = folder.getParent();
        // LFW's own layout has all people in a folder that says nothing.
        return name == null
                ? folder.toString()
                : name.toString().equals("images") && parent != null && parent.getFileName() != null
                        ? parent.getFileName().toString()
                        : name.toString();
    }

    private static void warn(EvaluationSession session, PhotoReadings readings) {
        int unreadable = readings.unreadable().size();
        if (unreadable > 0) {
            session.notice(unreadable + (unreadable == 1 ? " photo" : " photos")
                    + " could not be read; a search for one finds nobody, as for a photo without a face");
        }
    }

    private static <M> int print(
            Invocation invocation,
            Shape<OnPhotos<M>> shape,
            OnPhotos<M> measured,
            Shape<EvaluationShapes.PartAtThreshold> points,
            List<PartErrors> parts) {
        Map<Path, Refused> unreadable = measured.readings().unreadable();
        Results results = invocation.results();
        results.list(
                EvaluationShapes.UNREADABLE,
                unreadable.entrySet().stream()
                        .map(e -> new Unreadable(e.getKey(), e.getValue()))
                        .toList());
        if (invocation.chosenFormat() == OutputFormat.table) {
            results.list(points, EvaluationShapes.rows(parts));
            invocation.console().out().println();
        }
        results.single(shape, measured);
        return (unreadable.isEmpty() ? ExitCode.DONE : ExitCode.SOME_REFUSED).number();
    }

    /** What measurements on photos of known people have in common. */
    @Command(
            footer = {
                "%nIntervals are of 95 %%, by a bootstrap over people. The page has the trade-off between both errors,",
                "how similarities lie, and what it takes to measure it again; it names nobody."
            })
    abstract static class OnPhotosCommand implements Callable<Integer> {

        final Invocation invocation;

        @Mixin
        final PhotoSetOptions photos = new PhotoSetOptions();

        @Mixin
        final RecogniserOptions recognisers = new RecogniserOptions();

        @Mixin
        final MeasuringOptions measuring = new MeasuringOptions();

        OnPhotosCommand(Invocation invocation) {
            this.invocation = invocation;
        }
    }

    @Command(
            name = "verify",
            description = {
                "Do two pictures show one person?",
                "Folders and pairs as in Labeled Faces in the Wild, or every two pictures of a folder."
            })
    static final class Verify extends OnPhotosCommand {

        @ArgGroup(multiplicity = "1")
        private final Pairs pairs = new Pairs();

        Verify(Invocation invocation) {
            super(invocation);
        }

        /** Which pictures are compared. */
        private static final class Pairs {

            @Option(names = "--pairs", required = true, paramLabel = "FILE", description = "Pairs in folds")
            private Optional<Path> file = Optional.empty();

            @Option(names = "--all-pairs", required = true, description = "Every two pictures")
            private boolean all;
        }

        @Override
        public Integer call()
                throws NotReadyException, ModelUnavailableException, ModelRefusedException, IOException,
                        InterruptedException, LabelsException {
            return pairs.all ? every() : folds(pairs.file.orElseThrow());
        }

        private int folds(Path file)
                throws NotReadyException, ModelUnavailableException, ModelRefusedException, IOException,
                        InterruptedException, LabelsException {
            List<LabelledPair> labelled = PairsFile.read(InputFile.readable("--pairs", file), photos.images()).stream()
                    .filter(pair -> photos.measures(pair.firstPerson()) && photos.measures(pair.secondPerson()))
                    .toList();
            if (labelled.stream().map(LabelledPair::same).distinct().count() < 2
                    || labelled.stream().map(LabelledPair::fold).distinct().count() < 2) {
                throw new UsageException("pairs of one person and of two are needed, in two folds or more");
            }
            Set<String> people = labelled.stream()
                    .flatMap(pair -> java.util.stream.Stream.of(pair.firstPerson(), pair.secondPerson()))
                    .collect(Collectors.toSet());
            Set<Path> images = FaceEvaluation.photos(labelled);
            try (Workplace workplace = Workplace.open(invocation)) {
                EvaluationSession session = EvaluationSession.open(invocation, workplace, measuring, "verify");
                RecogniserOptions.Chosen chosen = recognisers.in(workplace);
                session.checkGroups(people::contains);
                PhotoReadings readings = session.read(images, chosen);
                Verification verification = new FaceEvaluation(chosen.scorer(), session.parts(), session.resampling())
                        .verify(labelled, readings);
                return finish(
                        session,
                        chosen,
                        readings,
                        verification,
                        data(
                                photos.images(),
                                counts(images.size(), people.size()),
                                images,
                                List.of(file("Pairs", file))));
            }
        }

        private int every()
                throws NotReadyException, ModelUnavailableException, ModelRefusedException, IOException,
                        InterruptedException, LabelsException {
            LabelledImages labelled = LabelledImages.read(photos.images()).of(photos::measures);
            long same = labelled.pairsOfOnePerson();
            if (same == 0 || same == labelled.pairs()) {
                throw new UsageException("two people are needed, and one of them with two pictures");
            }
            if (labelled.pairs() > FaceEvaluation.MOST_PAIRS) {
                throw new UsageException(String.format(
                        Locale.ROOT,
                        "%,d pairs are more than %,d: measure --half of the people, or --pairs",
                        labelled.pairs(),
                        FaceEvaluation.MOST_PAIRS));
            }
            try (Workplace workplace = Workplace.open(invocation)) {
                EvaluationSession session = EvaluationSession.open(invocation, workplace, measuring, "verify");
                RecogniserOptions.Chosen chosen = recognisers.in(workplace);
                session.checkGroups(person -> labelled.images().containsKey(person));
                PhotoReadings readings = session.read(labelled.all(), chosen);
                Verification verification = new FaceEvaluation(chosen.scorer(), session.parts(), session.resampling())
                        .verifyAll(labelled, readings);
                return finish(
                        session,
                        chosen,
                        readings,
                        verification,
                        data(
                                photos.images(),
                                counts(labelled.count(), labelled.images().size()),
                                labelled.all(),
                                List.of(new Fact("Pairs", "every two photos"))));
            }
        }

        private int finish(
                EvaluationSession session,
                RecogniserOptions.Chosen chosen,
                PhotoReadings readings,
                Verification verification,
                List<Fact> data)
                throws NotReadyException, IOException {
            warn(session, readings);
            Measurement measurement = session.measurement(
                    name(photos.images()), data, chosen.cards(), settings(readings, photos, chosen, List.of()));
            Path page = session.write(FaceReports.of(verification, measurement, session.notices()));
            return print(
                    invocation,
                    EvaluationShapes.VERIFICATION,
                    new OnPhotos<>(verification, readings, chosen, photos.half(), session.resampling(), page),
                    EvaluationShapes.VERIFICATION_POINT,
                    verification.parts().stream()
                            .map(Verification.PartResult::errors)
                            .toList());
        }
    }

    private static List<Fact> settings(
            PhotoReadings readings, PhotoSetOptions photos, RecogniserOptions.Chosen chosen, List<Fact> more) {
        List<Fact> settings = new ArrayList<>(more);
        settings.add(new Fact("Compared by", chosen.description() + "; photos with their mirror images"));
        settings.add(new Fact(
                "Photos without a usable face",
                readings.withoutFace().size() + ", counted as errors where they should have been found"));
        settings.add(new Fact(
                "Photos that could not be read",
                String.valueOf(readings.unreadable().size())));
        settings.add(people(photos.half()));
        return settings;
    }

    @Command(
            name = "identify",
            description = {
                "Is the right person found among those registered, and nobody else?",
                "People with more pictures than are registered are found or missed; everybody else must not be found."
            })
    static final class Identify extends OnPhotosCommand {

        @Option(
                names = "--portraits",
                paramLabel = "N",
                defaultValue = "1",
                description = "Pictures that a person is registered with. Default: ${DEFAULT-VALUE}")
        private int portraits = 1;

        @Option(
                names = "--strangers",
                paramLabel = "DIR",
                description = "Further people whom nobody registered, a folder for each")
        private Optional<Path> strangers = Optional.empty();

        Identify(Invocation invocation) {
            super(invocation);
        }

        @Override
        public Integer call()
                throws NotReadyException, ModelUnavailableException, ModelRefusedException, IOException,
                        InterruptedException, LabelsException {
            if (portraits < 1) {
                throw new UsageException("--portraits " + portraits + " is not 1 or more");
            }
            LabelledImages labelled = LabelledImages.read(photos.images());
            Optional<LabelledImages> others =
                    strangers.isEmpty() ? Optional.empty() : Optional.of(LabelledImages.read(strangers.get()));
            IdentificationPlan plan = plan(labelled, others);
            if (plan.mated().isEmpty() || plan.nonMated().isEmpty()) {
                throw new UsageException("with --portraits " + portraits + " there are "
                        + plan.mated().size() + " mated and " + plan.nonMated().size()
                        + " non-mated pictures; both are needed");
            }
            Set<Path> images = FaceEvaluation.photos(plan);
            try (Workplace workplace = Workplace.open(invocation)) {
                EvaluationSession session = EvaluationSession.open(invocation, workplace, measuring, "identify");
                RecogniserOptions.Chosen chosen = recognisers.in(workplace);
                session.checkGroups(person -> labelled.images().containsKey(person)
                        || others.filter(more -> more.images().containsKey(person))
                                .isPresent());
                PhotoReadings readings = session.read(images, chosen);
                Identification identification = new FaceEvaluation(
                                chosen.scorer(), session.parts(), session.resampling())
                        .identify(plan, readings);
                warn(session, readings);
                Measurement measurement = session.measurement(
                        name(photos.images()),
                        data(
                                photos.images(),
                                counts(labelled.count(), labelled.images().size()),
                                labelled.all(),
                                others.map(more -> data(
                                                strangers.orElseThrow(),
                                                counts(
                                                                more.count(),
                                                                more.images().size()) + ", strangers",
                                                more.all(),
                                                List.of()))
                                        .orElse(List.of())),
                        chosen.cards(),
                        settings(
                                readings,
                                photos,
                                chosen,
                                List.of(new Fact("Portraits", portraits + " of each registered person"))));
                Path page = session.write(FaceReports.of(identification, measurement, session.notices()));
                return print(
                        invocation,
                        EvaluationShapes.IDENTIFICATION,
                        new OnPhotos<>(identification, readings, chosen, photos.half(), session.resampling(), page),
                        EvaluationShapes.IDENTIFICATION_POINT,
                        identification.parts().stream()
                                .map(Identification.PartResult::errors)
                                .toList());
            }
        }

        /** Everybody stays registered, so that the halves' figures are those of a gallery of the same size. */
        private IdentificationPlan plan(LabelledImages labelled, Optional<LabelledImages> others) {
            IdentificationPlan plan = IdentificationPlan.of(labelled, portraits);
            try {
                return (others.isPresent() ? plan.with(others.get()) : plan).searchingFor(photos::measures);
            } catch (IllegalArgumentException e) {
                throw new UsageException("--strangers " + strangers.orElseThrow() + ": " + e.getMessage());
            }
        }
    }

    @Command(
            name = "scan",
            description = {
                "Scans films whose truth is known, for the people registered in the home, and compares.",
                "Register them first: sosia person add … from the portraits that testdata film wrote."
            },
            footer = {
                "%nA finding is false if at one of its times its person is not in the film; a stranger is accused if at such",
                "a time of an UNLICENSED finding they are seen. Intervals are of 95 %%, by a bootstrap over people."
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

        @Mixin
        private final SamplingOption sampling = new SamplingOption();

        @Mixin
        private final MeasuringOptions measuring = new MeasuringOptions();

        Scan(Invocation invocation) {
            this.invocation = invocation;
        }

        @Override
        public Integer call()
                throws NotReadyException, ModelUnavailableException, ModelRefusedException, IOException,
                        LabelsException, NothingToScanException, ScanStoppedException {
            List<TrueAppearance> appearances = TruthFile.read(InputFile.readable("--truth", truth));
            try (StopSignal stop = StopSignal.onShutdown(Duration.ofSeconds(30));
                    Workplace workplace = Workplace.open(invocation)) {
                EvaluationSession session = EvaluationSession.open(invocation, workplace, measuring, "scan");
                Sampling chosen = sampling.in(workplace);
                Set<String> registered = registered(invocation, workplace, "the films' portraits");
                List<FoundPerson> found = new ArrayList<>();
                Path films = manifest.toAbsolutePath().resolveSibling("");
                Map<Path, Optional<String>> digests = new HashMap<>();
                ScanResults notScanned = new ScanResults(invocation);
                ScanSummary summary;
                try (ScanProgressDisplay display = new ScanProgressDisplay(invocation, line -> {
                    switch (line) {
                        case Finding finding -> found.add(found(finding));
                        case NotScanned input -> notScanned.add(input);
                        // Not raised, so not found.
                        case KnownRejected known -> {}
                        case VideoLooked looked -> digests.put(films.resolve(looked.path()), looked.videoSha256());
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
                return finish(
                        session,
                        workplace,
                        chosen,
                        summary,
                        FilesDigest.of(films, digests),
                        registered.size(),
                        ScanAccuracy.of(
                                appearances,
                                found,
                                registered,
                                summary.videoMs(),
                                session.parts(),
                                session.resampling()));
            }
        }

        private int finish(
                EvaluationSession session,
                Workplace workplace,
                Sampling chosen,
                ScanSummary summary,
                String digest,
                int registered,
                List<ScanAccuracy> accuracy)
                throws NotReadyException, IOException {
            if (summary.notScanned() > 0) {
                session.notice(
                        summary.notScanned() + " of " + summary.videos()
                                + " videos could not be scanned, or only in part; who is seen in the rest of them counts as missed");
            }
            Measurement measurement = session.measurement(
                    name(manifest.toAbsolutePath().resolveSibling("")),
                    List.of(
                            new Fact(
                                    "Films",
                                    String.format(
                                            Locale.ROOT,
                                            "%,d, %.2f hours",
                                            summary.videos(),
                                            summary.videoMs() / 3_600_000.0)),
                            new Fact("Digest of the films", "SHA-256 " + digest),
                            file("Manifest", manifest),
                            file("Truth", truth),
                            new Fact("People registered", String.valueOf(registered))),
                    recognisers(workplace),
                    List.of(
                            new Fact("Sampling", chosen.key()),
                            new Fact("Threshold", rule(workplace)),
                            new Fact("Page of the scan", summary.page()),
                            new Fact(
                                    "People measured",
                                    "all who are registered and all who are seen. Settings are tuned on half of them (by a"
                                            + " hash of the name)")));
            Path page = session.write(ScanReport.of(accuracy, measurement, session.notices()));
            if (invocation.chosenFormat() == OutputFormat.table && accuracy.size() > 1) {
                invocation.results().list(EvaluationShapes.SCAN_PART, accuracy);
                invocation.console().out().println();
            }
            invocation
                    .results()
                    .single(
                            EvaluationShapes.SCAN_ACCURACY,
                            new MeasuredScan(accuracy, summary.notScanned(), session.resampling(), page));
            return (summary.notScanned() > 0 ? ExitCode.SOME_REFUSED : ExitCode.DONE).number();
        }

        static List<ModelCard> recognisers(Workplace workplace) throws NotReadyException {
            ModelCatalogue catalogue = ModelCatalogue.standard();
            List<ModelCard> cards = new ArrayList<>(List.of(workplace.recogniserCard(catalogue)));
            workplace.strongRecogniserCard(catalogue).ifPresent(cards::add);
            return cards;
        }

        static String rule(Workplace workplace) throws NotReadyException {
            return String.format(
                    Locale.ROOT,
                    "%.3f, %s",
                    workplace.rule().threshold().value(),
                    workplace.rule().source());
        }

        /**
         * Ids of everybody who is searched for.
         *
         * @param whom to register, for the complaint where nobody is
         */
        static Set<String> registered(Invocation invocation, Workplace workplace, String whom)
                throws NotReadyException {
            Set<String> registered = workplace.register().searchable(invocation.today()).stream()
                    .map(id -> id.value())
                    .collect(Collectors.toSet());
            if (registered.isEmpty()) {
                throw new UsageException("nobody is registered in "
                        + workplace.home().root() + ", so nobody can be found; register " + whom + " first");
            }
            return registered;
        }

        static FoundPerson found(Finding finding) {
            return new FoundPerson(
                    Path.of(finding.path()).toAbsolutePath().normalize(),
                    finding.person(),
                    finding.verdict(),
                    finding.appearances().stream()
                            .map(a -> new Span(a.startMs(), a.endMs()))
                            .toList());
        }
    }
}
