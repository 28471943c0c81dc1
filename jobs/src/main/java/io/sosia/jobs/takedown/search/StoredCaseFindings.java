package io.sosia.jobs.takedown.search;

import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.indexer.seal.SubjectKeys;
import io.sosia.indexer.sighting.SmallPicture;
import io.sosia.jobs.batch.JobsSchema;
import io.sosia.jobs.config.NotReadyException;
import java.util.List;
import java.util.Optional;

/** What was found for cases, in a home's database. */
public final class StoredCaseFindings implements CaseFindings {

    private final SearchStore store;
    private final SubjectKeys keys;

    private StoredCaseFindings(SearchStore store, SubjectKeys keys) {
        this.store = store;
        this.keys = keys;
    }

    /**
     * Opens them beside a register; the database stays the caller's to close.
     *
     * @throws NotReadyException if the jobs' tables cannot be set up
     */
    public static StoredCaseFindings open(RegisterDatabase database, SubjectKeys keys) throws NotReadyException {
        JobsSchema.prepare(database);
        return new StoredCaseFindings(new SearchStore(database.dataSource(), keys), keys);
    }

    @Override
    public List<CaseFinding> of(String caseNumber, int round) {
        if (keys.find(SubjectKeys.ofCase(caseNumber)).isEmpty()) {
            return List.of();
        }
        return store.findings(caseNumber).stream()
                .filter(finding -> finding.round() <= round)
                .toList();
    }

    @Override
    public Optional<Coverage> coverage(String caseNumber, int round) {
        return store.coverage(caseNumber, round);
    }

    @Override
    public Optional<byte[]> picture(long finding, int number) {
        List<SmallPicture> pictures =
                store.finding(finding).map(store::pictures).orElse(List.of());
        return number < 1 || number > pictures.size()
                ? Optional.empty()
                : Optional.of(pictures.get(number - 1).jpeg());
    }

    /**
     * How much is stored of a case, readable or not.
     *
     * @param tracks faces, vectors and pictures, found so far
     */
    public record Stored(long findings, long tracks) {}

    /** How much is stored of a case. */
    public Stored stored(String caseNumber) {
        return store.stored(caseNumber);
    }

    @Override
    public void forget(String caseNumber) {
        store.forget(caseNumber);
    }
}
