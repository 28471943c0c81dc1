package io.sosia.jobs.cli;

import io.sosia.detector.inference.ModelRefusedException;
import io.sosia.detector.media.Sampling;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.jobs.scan.NothingToScanException;
import io.sosia.jobs.scan.ScanRequest;
import io.sosia.jobs.scan.ScanService;
import io.sosia.jobs.scan.ScanStoppedException;
import io.sosia.jobs.scan.ScanSummary;
import io.sosia.jobs.scan.StopSignal;
import io.sosia.models.store.ModelUnavailableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code scan}: the nightly job. */
@Command(
        name = "scan",
        description = {
            "Looks for everybody who is registered in videos, and says which uses no licence covers.",
            "What was scanned before under the same conditions is not scanned again.",
            "Another sampling is a scan of its own: its figures take the place of the earlier ones under the",
            "same finding's number; runs' pages keep theirs.",
            "Ctrl-C stops cleanly; the same command goes on from there."
        },
        footer = {
            "%nA line of a manifest, of which only the path is needed:",
            "  {\"path\": \"7/3.mp4\", \"work\": \"drama-7\", \"episode\": \"3\", \"uploader\": \"acct-9\",",
            "   \"published\": \"2026-11-19T20:00:00Z\", \"territory\": \"CN\"}"
        })
final class ScanCommand implements Callable<Integer> {

    /** How long Ctrl-C waits for the frame at hand and for results to be printed. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Invocation invocation;

    @Parameters(paramLabel = "PATH", description = "Videos, or folders that are looked through")
    private List<Path> paths = List.of();

    @Option(names = "--manifest", paramLabel = "FILE.jsonl", description = "Videos with what is known of them")
    private Optional<Path> manifest = Optional.empty();

    @Option(
            names = "--sampling",
            paramLabel = "nightly|thorough|DURATION",
            description = "Which frames are looked at: key frames, one in 500 ms, or one in e.g. 250ms."
                    + " Default: nightly, or what the home's settings say")
    private Optional<Sampling> sampling = Optional.empty();

    @Option(
            names = "--page",
            paramLabel = "FILE",
            description =
                    "Also writes the scan's page with its pictures there, outside of the home; 'sosia page' does so"
                            + " later")
    private Optional<Path> page = Optional.empty();

    ScanCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call()
            throws NotReadyException, ModelUnavailableException, ModelRefusedException, NothingToScanException,
                    ScanStoppedException {
        if (paths.isEmpty() == manifest.isEmpty()) {
            throw new UsageException(
                    paths.isEmpty()
                            ? "what to scan? Name videos or folders, or give --manifest FILE.jsonl"
                            : "name either paths or a manifest, not both");
        }
        try (StopSignal stop = StopSignal.onShutdown(PATIENCE);
                Workplace workplace = Workplace.open(invocation)) {
            Optional<PageFile> pictured = page.map(file -> PageFile.at("--page", file, workplace.home()));
            Sampling chosen = sampling.orElse(workplace.settings().scan().parsedSampling());
            ScanResults results = new ScanResults(invocation);
            ScanSummary summary;
            ScanService service = workplace.scanService();
            ScanDeed deed = ScanDeed.begun(workplace, invocation, chosen);
            try (ScanProgressDisplay display = new ScanProgressDisplay(invocation, results::add)) {
                try {
                    summary = service.scan(new ScanRequest(paths, manifest, chosen), display, stop);
                } catch (ScanStoppedException e) {
                    display.brokenOff();
                    deed.brokenOff(e);
                    throw e;
                }
            }
            boolean noted = deed.ended(summary);
            results.finish();
            boolean written = pictured.isEmpty() || isWritten(pictured.get(), workplace, summary.run());
            summary.alarms()
                    .ifPresent(alarms -> alarms.warnings()
                            .forEach(warning -> invocation.console().say("sosia: " + warning)));
            if (summary.people().filter(people -> people == 0).isPresent()) {
                invocation
                        .console()
                        .say("sosia: nobody is registered with a consent that is valid today, so nobody could be found;"
                                + " 'sosia person add' registers people");
            }
            if (summary.stopped()) {
                invocation.console().say("sosia: stopped; the same command goes on from here");
            }
            return (summary.notScanned() > 0 || !written || !noted ? ExitCode.SOME_REFUSED : ExitCode.DONE).number();
        }
    }

    /** What was scanned stands whether or not its page can be written, so this is no longer 'not ready'. */
    private boolean isWritten(PageFile page, Workplace workplace, String run) {
        try {
            page.write(invocation, workplace, run);
            return true;
        } catch (NotReadyException e) {
            invocation.console().say("sosia: " + e.getMessage() + "; 'sosia page " + run + "' tries again");
            return false;
        }
    }
}
