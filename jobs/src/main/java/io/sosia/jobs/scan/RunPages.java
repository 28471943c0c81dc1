package io.sosia.jobs.scan;

import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.indexer.seal.SubjectKeys;
import io.sosia.jobs.batch.JobsSchema;
import io.sosia.jobs.config.Home;
import io.sosia.jobs.config.NotReadyException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Runs' pages. Those in the home show no face; with faces a page is written where somebody asks for it. Thread-safe.
 */
public final class RunPages {

    private final RunLedger ledger;
    private final RunPage page;

    private RunPages(RunLedger ledger, RunPage page) {
        this.ledger = ledger;
        this.page = page;
    }

    /**
     * Opens the pages of a home; the database stays the caller's to close.
     *
     * @param keys of the people whom pictures show
     * @throws NotReadyException if the jobs' tables cannot be set up
     */
    public static RunPages open(Home home, RegisterDatabase database, SubjectKeys keys) throws NotReadyException {
        JobsSchema.prepare(database);
        RunLedger ledger = new RunLedger(database.dataSource());
        return new RunPages(ledger, new RunPage(home, ledger, new ResultStore(database, keys)));
    }

    /** The latest run's id, if there was any. */
    public Optional<String> latest() {
        OptionalLong run = ledger.latest();
        return run.isPresent() ? Optional.of(RunLedger.id(run.getAsLong())) : Optional.empty();
    }

    /** Whether that is the id of a run. */
    public boolean knows(String run) {
        OptionalLong number = RunLedger.number(run);
        return number.isPresent() && ledger.knows(number.getAsLong());
    }

    /**
     * Writes a run's page with its pictures into one file that its owner alone can read. A file that is there is replaced,
     * at once or not at all.
     *
     * @param run {@link #knows known}
     * @throws IOException if it could not be written
     */
    public void writeWithPictures(String run, Path file) throws IOException {
        page.writeWithPictures(RunLedger.number(run).orElseThrow(), file);
    }
}
