package io.sosia.jobs.scan;

import io.sosia.jobs.config.Home;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
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

    void write(long run) {
        try {
            Home.createFolder(home.runs().resolve(RunLedger.id(run)));
            Files.writeString(file(run), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
