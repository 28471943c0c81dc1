package io.sosia.jobs.scan;

import io.sosia.jobs.config.Home;
import java.nio.file.Path;

/** A run's page. */
final class RunPage {

    private final Home home;

    RunPage(Home home, RunLedger ledger, ResultStore results) {
        this.home = home;
    }

    Path file(long run) {
        return home.runs().resolve(RunLedger.id(run)).resolve("index.html");
    }

    void write(long run) {}
}
