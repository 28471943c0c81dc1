package io.sosia.jobs.scan;

import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.indexer.seal.SubjectKeys;
import io.sosia.jobs.batch.JobsSchema;
import io.sosia.jobs.config.Home;
import io.sosia.jobs.config.NotReadyException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The findings in a home's database, and the pages that show them. */
public final class StoredFindings implements FindingStore {

    private final ResultStore results;
    private final RunPage page;
    private final RegisterDatabase.Dialect dialect;

    StoredFindings(Home home, RegisterDatabase database, SubjectKeys keys) {
        this.dialect = database.dialect();
        this.results = new ResultStore(database.dataSource(), keys);
        this.page = new RunPage(home, new RunLedger(database.dataSource()), results);
    }

    /**
     * Opens the findings beside a register; the database stays the caller's to close.
     *
     * @param keys seal what shows somebody
     * @throws NotReadyException if the jobs' tables cannot be set up
     */
    public static FindingStore open(Home home, RegisterDatabase database, SubjectKeys keys) throws NotReadyException {
        JobsSchema.prepare(database);
        return new StoredFindings(home, database, keys);
    }

    @Override
    public void findings(FindingFilter filter, Consumer<Finding> consumer) {
        results.findings(filter, consumer);
    }

    @Override
    public Optional<Finding> finding(String id) {
        OptionalLong number = Finding.number(id);
        return number.isPresent() ? results.finding(number.getAsLong()) : Optional.empty();
    }

    @Override
    public Optional<byte[]> picture(String id, int picture) {
        OptionalLong number = Finding.number(id);
        return number.isPresent() ? results.picture(number.getAsLong(), picture) : Optional.empty();
    }

    @Override
    public int erase(PersonId person) {
        // Files first: once the rows are gone nothing tells whose they were, should this end in between.
        page.deletePictures(results.findingsAbout(person));
        ResultStore.Erased erased = results.erase(person);
        if (dialect == RegisterDatabase.Dialect.SQLITE) {
            results.emptyLog();
        }
        Set<Long> runs = new TreeSet<>(erased.runs());
        // A page that an erasure before this one did not come to is known by what it says.
        runs.addAll(page.runsNaming(person));
        runs.forEach(page::write);
        return erased.findings();
    }
}
