package io.sosia.jobs.cli;

import io.sosia.detector.inference.ModelRefusedException;
import io.sosia.detector.media.Sampling;
import io.sosia.detector.pipeline.FaceModels;
import io.sosia.detector.pipeline.PhotoReader;
import io.sosia.detector.pipeline.PhotoReader.Accepted;
import io.sosia.indexer.calibration.DecisionRule;
import io.sosia.indexer.registry.Consent;
import io.sosia.indexer.registry.EnrolledPhoto;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.Register;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.jobs.demo.Comparison;
import io.sosia.jobs.demo.Contract;
import io.sosia.jobs.demo.Platform;
import io.sosia.jobs.scan.Finding;
import io.sosia.jobs.scan.KnownRejected;
import io.sosia.jobs.scan.NotScanned;
import io.sosia.jobs.scan.NothingToScanException;
import io.sosia.jobs.scan.ScanRequest;
import io.sosia.jobs.scan.ScanStoppedException;
import io.sosia.jobs.scan.ScanSummary;
import io.sosia.jobs.scan.StopSignal;
import io.sosia.jobs.scan.VideoLooked;
import io.sosia.models.store.ModelUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code demo}: the whole job on a small platform that does not exist. */
@Command(
        name = "demo",
        description = {
            "Takes people who do not exist through the whole job.",
            "Films short dramas with them, registers most of them, signs contracts, scans the dramas, and",
            "compares what was found with what is true. Takes a minute or two."
        },
        footer = {
            "%nEverything is in a folder of its own, which --keep names and which is printed; remove it when",
            "you are done. Of --home only the models are used.",
            "Exit code 1 says that something was found otherwise than it is, or that a drama could not be read."
        })
final class DemoCommand implements Callable<Integer> {

    private static final String TWIN = "-twin";

    private static final Shape<Comparison> COMPARISON = Shape.<Comparison>of("demo_check")
            .field("work", "DRAMA", Comparison::work)
            .field("person", "PERSON", Comparison::person)
            .field(
                    "expected",
                    "TRUTH",
                    Comparison::expected,
                    c -> c.expected().map(Enum::toString).orElse("(not in it)"))
            .field(
                    "found",
                    "FOUND",
                    Comparison::found,
                    c -> c.found().map(Enum::toString).orElse("(nothing)"))
            .field(
                    "similarity",
                    "SIMILARITY",
                    Comparison::similarity,
                    c -> c.similarity()
                            .map(s -> String.format(Locale.ROOT, "%.3f", s))
                            .orElse(""))
            .field("agrees", "", Comparison::agrees, c -> c.agrees() ? "as it should" : "DIFFERS");

    /** How it ended. */
    private record Ending(int checked, long agreed, List<String> verdicts, Path home, Path page) {}

    private static final Shape<Ending> ENDING = Shape.<Ending>of("demo")
            .field("checked", "checked", Ending::checked)
            .field("agreed", "as it should", Ending::agreed)
            .field("verdicts", "verdicts shown", Ending::verdicts)
            .field("home", "home", Ending::home)
            .field("page", "page to open", Ending::page);

    private final Invocation invocation;

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description = "New or empty folder to work in, with a home of its own. Default: a temporary one")
    private Optional<Path> keep = Optional.empty();

    DemoCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call()
            throws NotReadyException, ModelUnavailableException, ModelRefusedException, IOException,
                    NothingToScanException, ScanStoppedException {
        // Before anything is filmed: a minute's work for a message about a missing model would be rude.
        Path cache;
        try (Workplace usual = Workplace.openSelfContained(invocation, List.of())) {
            usual.faceModels();
            cache = usual.home().models();
        }
        Path folder = folder();
        invocation.home(folder.resolve("home"));
        Console console = invocation.console();
        console.say("sosia: a small drama platform in " + folder);
        try (StopSignal stop = StopSignal.onShutdown(Duration.ofSeconds(10));
                // Invented people must never get into a register that others share, whatever the environment names.
                Workplace workplace = Workplace.openForDrawnPeople(invocation, List.of(cache))) {
            Instant published =
                    invocation.clock().instant().minus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
            console.say("1. filming three dramas, in H.264, VP9 and AV1 …");
            Platform platform;
            try (ProgressDisplay display = ProgressDisplay.on(console, invocation.clock(), "filming frames")) {
                platform = Platform.film(
                        folder.resolve("platform"),
                        published,
                        workplace.settings().scan().workersHere(),
                        (done, total) -> display.at(done, total, ""));
            }
            String doubled = platform.firstKnown();
            Register register = workplace.register();
            int people = registerAll(workplace.faceModels(), register, platform.portraits(), doubled);
            console.say("2. registered " + people + " people from their portraits; one of them twice, as " + doubled
                    + " and " + doubled + TWIN);
            LocalDate day = LocalDate.ofInstant(published, java.time.ZoneOffset.UTC);
            List<Contract> contracts = Contract.drawUp(platform.uploads(), doubled, day);
            contracts.forEach(contract -> contract.licence().ifPresent(register::addLicence));
            console.say("3. signed contracts: running, expired, for another drama, or none at all");
            DecisionRule rule = workplace.rule();
            console.say("4. scanning; threshold " + rule.threshold() + " (" + rule.source() + ") …");
            List<Finding> findings = new ArrayList<>();
            List<NotScanned> unread = new ArrayList<>();
            ScanSummary summary;
            try (ScanProgressDisplay display = new ScanProgressDisplay(invocation, line -> {
                switch (line) {
                    case Finding finding -> findings.add(finding);
                    case NotScanned input -> unread.add(input);
                    case KnownRejected known -> {}
                    case VideoLooked looked -> {}
                    case ScanSummary end -> {}
                }
            })) {
                summary = workplace
                        .scanService()
                        .scan(ScanRequest.ofManifest(platform.manifest(), Sampling.nightly()), display, stop);
            }
            console.say(String.format(
                    Locale.ROOT,
                    "   %d videos, %s of them, in %s: %d faces, %d tracks, %d findings, one for each episode that"
                            + " somebody is in",
                    summary.scanned(),
                    Durations.clock(Duration.ofMillis(summary.videoMs())),
                    Durations.clock(Duration.ofMillis(summary.wallMs())),
                    summary.faces(),
                    summary.tracks(),
                    summary.findings()));
            if (summary.stopped()) {
                console.say("sosia: stopped before all was scanned, so nothing is compared");
                return ExitCode.SOME_REFUSED.number();
            }
            console.say("5. what was found of each person in each drama, all its episodes together, beside the truth:");
            // Nobody is shown who exists, so faces may lie about here.
            Path page = folder.resolve("page.html");
            workplace.pages().writeWithPictures(summary.run(), page);
            return report(Comparison.of(contracts, findings, doubled, doubled + TWIN), unread, workplace, page);
        }
    }

    private int report(List<Comparison> compared, List<NotScanned> unread, Workplace workplace, Path page) {
        Results results = invocation.results();
        results.list(COMPARISON, compared);
        List<String> verdicts = compared.stream()
                .flatMap(c -> c.found().stream())
                .map(Enum::name)
                .distinct()
                .sorted()
                .toList();
        Ending ending = new Ending(
                compared.size(),
                compared.stream().filter(Comparison::agrees).count(),
                verdicts,
                workplace.home().root(),
                page);
        if (invocation.chosenFormat() == OutputFormat.table) {
            invocation.console().out().println();
        }
        results.single(ENDING, ending);
        return exit(compared, unread).number();
    }

    /** A script can tell by it whether this installation finds what it should. */
    static ExitCode exit(List<Comparison> compared, List<NotScanned> unread) {
        return unread.isEmpty() && compared.stream().allMatch(Comparison::agrees)
                ? ExitCode.DONE
                : ExitCode.SOME_REFUSED;
    }

    private Path folder() throws IOException {
        if (keep.isEmpty()) {
            return Files.createTempDirectory("sosia-demo-");
        }
        Path folder = keep.get().toAbsolutePath().normalize();
        Files.createDirectories(folder);
        try (Stream<Path> inside = Files.list(folder)) {
            if (inside.findAny().isPresent()) {
                throw new UsageException("--keep " + folder + " is not empty; a new or empty folder is needed");
            }
        }
        return folder;
    }

    private int registerAll(FaceModels models, Register register, Path portraits, String doubled) throws IOException {
        Consent consent = new Consent("demo", invocation.today(), Optional.empty());
        List<Path> folders;
        try (Stream<Path> inside = Files.list(portraits)) {
            folders = inside.filter(Files::isDirectory).sorted().toList();
        }
        try (PhotoReader reader = models.newPhotoReader()) {
            for (Path own : folders) {
                List<Path> files;
                try (Stream<Path> inside = Files.list(own)) {
                    files = inside.sorted().toList();
                }
                List<EnrolledPhoto> photos = new ArrayList<>();
                for (Path file : files) {
                    if (reader.enrol(file) instanceof Accepted face) {
                        photos.add(
                                new EnrolledPhoto(face.sha256(), face.quality().overall(), face.templates()));
                    }
                }
                String name = own.getFileName().toString();
                if (!photos.isEmpty()) {
                    register.enrol(new PersonId(name), name, consent, photos);
                    if (name.equals(doubled)) {
                        register.enrol(new PersonId(name + TWIN), name, consent, photos);
                    }
                }
            }
        }
        return register.people().size();
    }
}
