package io.sosia.jobs.cli;

import io.sosia.detector.inference.ModelRefusedException;
import io.sosia.detector.media.Sampling;
import io.sosia.jobs.cli.RobustnessShapes.Row;
import io.sosia.jobs.cli.RobustnessShapes.Whole;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.jobs.evaluate.ConditionFilms;
import io.sosia.jobs.evaluate.ConditionLoss;
import io.sosia.jobs.evaluate.ConditionResult;
import io.sosia.jobs.evaluate.ConditionResult.Measured;
import io.sosia.jobs.evaluate.ConditionResult.NotMeasured;
import io.sosia.jobs.evaluate.ConditionResult.PartLoss;
import io.sosia.jobs.evaluate.FilesDigest;
import io.sosia.jobs.evaluate.LabelsException;
import io.sosia.jobs.evaluate.Part;
import io.sosia.jobs.evaluate.PeopleHalf;
import io.sosia.jobs.evaluate.RobustnessGate;
import io.sosia.jobs.evaluate.RobustnessGates;
import io.sosia.jobs.evaluate.ScanAccuracy;
import io.sosia.jobs.evaluate.ScanAccuracy.FoundPerson;
import io.sosia.jobs.evaluate.report.Measurement;
import io.sosia.jobs.evaluate.report.Measurement.Fact;
import io.sosia.jobs.evaluate.report.RobustnessReport;
import io.sosia.jobs.scan.Finding;
import io.sosia.jobs.scan.KnownRejected;
import io.sosia.jobs.scan.NotScanned;
import io.sosia.jobs.scan.NothingToScanException;
import io.sosia.jobs.scan.ScanRequest;
import io.sosia.jobs.scan.ScanService;
import io.sosia.jobs.scan.ScanStoppedException;
import io.sosia.jobs.scan.ScanSummary;
import io.sosia.jobs.scan.StopSignal;
import io.sosia.jobs.scan.VideoLooked;
import io.sosia.models.store.ModelUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code evaluate robustness}: what is still found once something happened to a film. */
@Command(
        name = "robustness",
        description = {
            "What is still found of a film that was mirrored, cropped, masked or otherwise changed?",
            "'testdata film --conditions' makes the films. Register the people in DIR/portraits first, in a home",
            "of its own (--home), since scores of such films are no platform's."
        },
        footer = {
            "%nA condition that loses more points of found appearances than its gate allows ends it with 1, and so",
            "does one that was not filmed. Intervals are of 95 %%, by a bootstrap over people, both films' together."
        })
final class RobustnessCommand implements Callable<Integer> {

    private static final String ALL = "all";

    private final Invocation invocation;

    @Option(
            names = "--films",
            required = true,
            paramLabel = "DIR",
            description = "With a folder of films for each condition")
    private Path films = Path.of("");

    @Option(
            names = "--conditions",
            paramLabel = "all|NAME,…",
            defaultValue = ALL,
            description = "Which of them. Default: ${DEFAULT-VALUE}")
    private String conditions = ALL;

    @Option(
            names = "--gates",
            paramLabel = "FILE.json",
            description = "What each condition may cost. Default: the gates that come with the program")
    private Optional<Path> gates = Optional.empty();

    @Option(
            names = "--half",
            paramLabel = "tuning|reporting",
            description = "Measure half of the registered people only, parted by a hash of their names: those that"
                    + " settings are tuned on, or the others. Default: all")
    private Optional<PeopleHalf> half = Optional.empty();

    @Mixin
    private final SamplingOption sampling = new SamplingOption();

    @Mixin
    private final MeasuringOptions measuring = new MeasuringOptions();

    RobustnessCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    /** What a scan of one condition's films found. */
    private record Scanned(ConditionFilms films, List<FoundPerson> found, ScanSummary summary) {}

    @Override
    public Integer call()
            throws NotReadyException, ModelUnavailableException, ModelRefusedException, IOException, LabelsException,
                    NothingToScanException, ScanStoppedException {
        RobustnessGates wanted = gates();
        Map<String, ConditionFilms> there = films(wanted);
        try (StopSignal stop = StopSignal.onShutdown(Duration.ofSeconds(30));
                Workplace workplace = Workplace.open(invocation)) {
            EvaluationSession session = EvaluationSession.open(invocation, workplace, measuring, "robustness");
            Sampling chosen = sampling.in(workplace);
            Set<String> registered = EvaluateCommand.Scan.registered(
                    invocation, workplace, "the people in " + films.resolve("portraits"));
            ScanService scans = workplace.scanService();
            Map<Path, Optional<String>> digests = new HashMap<>();
            Map<String, Scanned> scanned = new HashMap<>();
            for (RobustnessGate gate : wanted.gates()) {
                ConditionFilms condition = there.get(gate.condition());
                if (condition != null) {
                    invocation.console().say("sosia: " + gate.condition() + ", " + gate.what());
                    Scanned result = scan(scans, condition, chosen, stop, digests);
                    if (result.summary().stopped()) {
                        invocation
                                .console()
                                .say("sosia: stopped at " + gate.condition()
                                        + ", so nothing was measured; the same command goes on from here");
                        return ExitCode.SOME_REFUSED.number();
                    }
                    scanned.put(gate.condition(), result);
                }
            }
            return finish(session, workplace, chosen, wanted, scanned, registered, digests);
        }
    }

    private RobustnessGates gates() throws IOException, LabelsException {
        RobustnessGates all = gates.isPresent()
                ? RobustnessGates.read(InputFile.readable("--gates", gates.get()))
                : RobustnessGates.standard();
        if (conditions.equals(ALL)) {
            return all;
        }
        try {
            return all.of(
                    Arrays.stream(conditions.split(",", -1)).map(String::strip).collect(Collectors.toSet()));
        } catch (IllegalArgumentException e) {
            throw new UsageException("--conditions: " + e.getMessage());
        }
    }

    /** Those of the films that are there, by their conditions' names. */
    private Map<String, ConditionFilms> films(RobustnessGates wanted) throws IOException, LabelsException {
        String plain = wanted.plain().condition();
        Optional<String> lacking = ConditionFilms.lacking(films.resolve(plain));
        if (lacking.isPresent()) {
            throw new UsageException("--films " + films + " holds no " + plain + " film to hold others against: "
                    + lacking.get() + "; make it with 'sosia testdata film --conditions all'");
        }
        Map<String, ConditionFilms> there = new HashMap<>();
        ConditionFilms first = ConditionFilms.read(films.resolve(plain));
        for (RobustnessGate gate : wanted.gates()) {
            Path folder = films.resolve(gate.condition());
            if (ConditionFilms.lacking(folder).isEmpty()) {
                ConditionFilms read = ConditionFilms.read(folder);
                read.requireSameAs(first);
                there.put(gate.condition(), read);
            }
        }
        return there;
    }

    private Scanned scan(
            ScanService scans,
            ConditionFilms condition,
            Sampling chosen,
            StopSignal stop,
            Map<Path, Optional<String>> digests)
            throws NotReadyException, IOException, NothingToScanException, ScanStoppedException {
        List<FoundPerson> found = new ArrayList<>();
        ScanResults notScanned = new ScanResults(invocation);
        ScanSummary summary;
        try (ScanProgressDisplay display = new ScanProgressDisplay(invocation, line -> {
            switch (line) {
                case Finding finding -> found.add(EvaluateCommand.Scan.found(finding));
                case NotScanned input -> notScanned.add(input);
                // Not raised, so not found.
                case KnownRejected known -> {}
                case VideoLooked looked -> digests.put(condition.folder().resolve(looked.path()), looked.videoSha256());
                case ScanSummary end -> {}
            }
        })) {
            summary = scans.scan(ScanRequest.ofManifest(condition.manifest(), chosen), display, stop);
        }
        notScanned.finish();
        return new Scanned(condition, found, summary);
    }

    private int finish(
            EvaluationSession session,
            Workplace workplace,
            Sampling chosen,
            RobustnessGates wanted,
            Map<String, Scanned> scanned,
            Set<String> registered,
            Map<Path, Optional<String>> digests)
            throws NotReadyException, IOException {
        List<ConditionResult> results = new ArrayList<>();
        Scanned plain = scanned(scanned, wanted.plain());
        for (RobustnessGate gate : wanted.gates()) {
            results.add(
                    scanned.containsKey(gate.condition())
                            ? measured(session, gate, plain, scanned(scanned, gate), registered)
                            : new NotMeasured(
                                    gate,
                                    ConditionFilms.lacking(films.resolve(gate.condition()))
                                            .orElse("its films went while the others were scanned")));
        }
        Measured reference = (Measured) results.getFirst();
        List<ConditionResult> others = results.subList(1, results.size());
        boolean whole = notices(session, reference, others);
        Path page = session.write(RobustnessReport.of(
                reference,
                others,
                measurement(session, workplace, chosen, scanned, registered, digests),
                session.notices()));
        invocation
                .results()
                .list(RobustnessShapes.ROW, results.stream().map(Row::new).toList());
        if (invocation.chosenFormat() == OutputFormat.table) {
            invocation.console().out().println();
        }
        invocation
                .results()
                .single(RobustnessShapes.WHOLE, new Whole(others, people(), chosen, session.resampling(), page));
        return (whole ? ExitCode.DONE : ExitCode.SOME_REFUSED).number();
    }

    private static Scanned scanned(Map<String, Scanned> scanned, RobustnessGate gate) {
        return Optional.ofNullable(scanned.get(gate.condition())).orElseThrow();
    }

    private Measured measured(
            EvaluationSession session, RobustnessGate gate, Scanned plain, Scanned here, Set<String> registered) {
        List<PartLoss> losses = new ArrayList<>();
        for (Part part : session.parts()) {
            losses.add(new PartLoss(
                    part,
                    ConditionLoss.of(
                            plain.films().truth(),
                            plain.found(),
                            here.films().truth(),
                            here.found(),
                            person -> registered.contains(person)
                                    && part.holds(person)
                                    && (half.isEmpty() || half.get() == PeopleHalf.of(person)),
                            session.resampling())));
        }
        ScanAccuracy accuracy = ScanAccuracy.of(
                        here.films().truth(),
                        here.found(),
                        registered,
                        here.summary().videoMs(),
                        Part.of(List.of()),
                        session.resampling())
                .getFirst();
        return new Measured(gate, losses, accuracy, here.summary().notScanned());
    }

    /** Says what a reader must know first, and whether nothing is wrong. */
    private boolean notices(EvaluationSession session, Measured plain, List<ConditionResult> others)
            throws IOException {
        boolean whole = true;
        if (plain.loss().appearances() < ConditionLoss.LEAST_APPEARANCES) {
            session.notice(plain.loss().appearances() + " appearances of registered people are fewer than "
                    + ConditionLoss.LEAST_APPEARANCES + ": a single one is more than two points");
        }
        List<ConditionResult> all = new ArrayList<>(List.of(plain));
        all.addAll(others);
        for (ConditionResult result : all) {
            RobustnessGate gate = result.gate();
            switch (result) {
                case NotMeasured missing -> {
                    session.notice("not measured: " + gate.condition() + ", " + missing.reason());
                    whole = false;
                }
                case Measured measured -> {
                    if (measured.notScanned() > 0) {
                        session.notice(gate.condition() + ": " + measured.notScanned()
                                + " videos could not be scanned, or only in part; who is seen in the rest of them"
                                + " counts as missed");
                        whole = false;
                    }
                    if (measured.loss().tellsNothing(plain.loss())) {
                        session.notice(String.format(
                                Locale.ROOT,
                                "%s says nothing: of the plain film's %d appearances of registered people %d are in its"
                                        + " truth, and %d of those were found in the plain film; register the people in"
                                        + " %s, or film it anew",
                                gate.condition(),
                                plain.loss().appearances(),
                                measured.loss().appearances(),
                                measured.loss().appearances()
                                        - measured.loss().missedInPlain().count(),
                                films.resolve("portraits")));
                        whole = false;
                    }
                    if (!measured.kept()) {
                        session.notice(String.format(
                                Locale.ROOT,
                                "gate broken: %s loses %.1f points of found appearances, at most %.1f may be lost (%s)",
                                gate.condition(),
                                measured.loss().points(),
                                gate.mostPointsLost().orElse(0.0),
                                gate.from()));
                        whole = false;
                    }
                }
            }
        }
        Set<String> known = new HashSet<>(Set.of("portraits"));
        RobustnessGates.standard().gates().forEach(gate -> known.add(gate.condition()));
        all.forEach(result -> known.add(result.gate().condition()));
        try (Stream<Path> folders = Files.list(films)) {
            String ungated = folders.filter(Files::isDirectory)
                    .map(folder -> String.valueOf(folder.getFileName()))
                    .filter(name -> !known.contains(name))
                    .sorted()
                    .collect(Collectors.joining(", "));
            if (!ungated.isEmpty()) {
                session.notice("left out, as there is no gate for it: " + ungated);
            }
        }
        return whole;
    }

    private String people() {
        return half.map(PeopleHalf::toString).orElse(ALL);
    }

    private Measurement measurement(
            EvaluationSession session,
            Workplace workplace,
            Sampling chosen,
            Map<String, Scanned> scanned,
            Set<String> registered,
            Map<Path, Optional<String>> digests)
            throws NotReadyException {
        long videoMs = scanned.values().stream()
                .mapToLong(result -> result.summary().videoMs())
                .sum();
        List<Fact> data = new ArrayList<>(List.of(
                new Fact(
                        "Films",
                        String.format(
                                Locale.ROOT,
                                "%,d under %d conditions, %.2f hours",
                                digests.size(),
                                scanned.size(),
                                videoMs / 3_600_000.0)),
                new Fact("Digest of the films", "SHA-256 " + FilesDigest.of(films, digests)),
                new Fact("People registered", String.valueOf(registered.size())),
                new Fact(
                        "Gates",
                        gates.map(file -> EvaluateCommand.file("", file).value())
                                .orElse("those that come with the program"))));
        Path folder = films.toAbsolutePath().normalize();
        return session.measurement(
                Optional.ofNullable(folder.getFileName()).orElse(folder).toString(),
                data,
                EvaluateCommand.Scan.recognisers(workplace),
                List.of(
                        new Fact("Sampling", chosen.key()),
                        new Fact("Threshold", EvaluateCommand.Scan.rule(workplace)),
                        new Fact(
                                "People measured",
                                switch (people()) {
                                    case "tuning" ->
                                        "the half that settings and gates are tuned on (by a hash of the name);"
                                                + " figures of it flatter";
                                    case "reporting" ->
                                        "the half that no gate is tuned on (by a hash of the name); the table that a first"
                                                + " night's threshold comes from is of photos of both";
                                    default ->
                                        "all who are registered. Gates that are not required are tuned on half of them"
                                                + " (by a hash of the name)";
                                })));
    }
}
