package io.sosia.jobs.scan;

import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.indexer.seal.SubjectKeys;
import io.sosia.jobs.batch.DatabaseFile;
import io.sosia.jobs.batch.JobsSchema;
import io.sosia.jobs.config.Home;
import io.sosia.jobs.config.NotReadyException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/** The findings in a home's database, and the pages that show them. */
public final class StoredFindings implements FindingStore {

    private final ResultStore results;
    private final RunPage page;
    private final DatabaseFile file;

    StoredFindings(Home home, RegisterDatabase database, SubjectKeys keys) {
        this.file = new DatabaseFile(database);
        this.results = new ResultStore(database, keys);
        this.page = new RunPage(home, new RunLedger(database.dataSource()), results);
    }

    /**
     * Opens the findings beside a register; the database stays the caller's to close.
     *
     * @param keys of the people whom pictures show
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
    public About about(PersonId person) {
        return results.about(person);
    }

    @Override
    public Map<LocalDate, Long> picturesBefore(Instant time, LongPredicate kept) {
        Map<LocalDate, Long> days = new TreeMap<>();
        results.picturesBefore(time).stream()
                .filter(old -> !kept.test(old.finding()))
                .forEach(old -> days.merge(
                        LocalDate.ofInstant(old.decided(), ZoneOffset.UTC), (long) old.pictures(), Long::sum));
        return days;
    }

    @Override
    public long erasePicturesBefore(Instant time, LongPredicate kept) {
        long erased = 0;
        for (ResultStore.OldPictures old : results.picturesBefore(time)) {
            if (!kept.test(old.finding())) {
                erased += results.erasePictures(old.result(), old.finding());
            }
        }
        gone(erased > 0);
        return erased;
    }

    /** Their people's keys stay, so that no copy may stay in the file. */
    private void gone(boolean any) {
        if (any) {
            file.compactLater();
        }
        file.emptyLog();
    }

    @Override
    public long runsBefore(Instant time) {
        return results.runsBefore(time).size();
    }

    @Override
    public RunsErased eraseRunsBefore(Instant time, LongPredicate kept) {
        long findings = 0;
        List<Long> runs = results.runsBefore(time);
        for (long run : runs) {
            findings += results.eraseRun(run, kept);
            // After the rows: a folder without a run is swept up by the next erasure of runs.
            page.erase(run);
        }
        page.eraseUnknown();
        gone(!runs.isEmpty());
        return new RunsErased(runs.size(), findings);
    }

    @Override
    public int erase(PersonId person) {
        page.eraseAllPictures();
        ResultStore.Erased erased = results.erase(person);
        file.emptyLog();
        Set<Long> runs = new TreeSet<>(erased.runs());
        // A page that an erasure before this one did not come to is known by what it says.
        runs.addAll(page.runsNaming(person));
        runs.forEach(page::write);
        return erased.findings();
    }
}
