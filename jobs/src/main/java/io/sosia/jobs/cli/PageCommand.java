package io.sosia.jobs.cli;

import io.sosia.jobs.config.NotReadyException;
import io.sosia.jobs.scan.RunPages;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code page}: a run's page with its pictures. */
@Command(
        name = "page",
        description = {
            "Writes a scan's page with its pictures into a file.",
            "The pages in the home tell the same without a face: what lies there shows nobody to who has no key.",
            "The file can be read by its owner alone; one that is there is replaced. Erasures do not reach it."
        })
final class PageCommand implements Callable<Integer> {

    private final Invocation invocation;

    @Parameters(paramLabel = "RUN", arity = "0..1", description = "The scan, such as R-000012. Default: the latest")
    private Optional<String> run = Optional.empty();

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The file, outside of the home")
    private Path out = Path.of("");

    PageCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws NotReadyException {
        try (Workplace workplace = Workplace.open(invocation)) {
            PageFile file = PageFile.at("--out", out, workplace.home());
            RunPages pages = workplace.pages();
            Optional<String> chosen = run.or(pages::latest);
            if (chosen.isEmpty()) {
                invocation.console().say("sosia: nothing has been scanned yet, so there is no page");
                return ExitCode.SOME_REFUSED.number();
            }
            if (!pages.knows(chosen.get())) {
                return NotFound.report(
                        invocation,
                        "run",
                        chosen.get(),
                        "the pages lie in " + workplace.home().runs());
            }
            file.write(invocation, workplace, chosen.get());
        }
        return ExitCode.DONE.number();
    }
}
