package io.sosia.jobs.scan;

import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.indexer.seal.SubjectKeys;
import io.sosia.jobs.batch.DatabaseFile;
import io.sosia.jobs.batch.JobsSchema;
import io.sosia.jobs.config.Home;
import io.sosia.jobs.config.NotReadyException;

/**
 * Leaves no face in the open that an earlier version did: findings' pictures in the database, and those beside pages in the
 * home. Killed, it goes on the next time.
 */
public final class PicturesAtRest {

    /** Pictures sealed in one transaction: some megabytes. */
    private static final int BATCH = 100;

    private PicturesAtRest() {}

    /**
     * Seals and overwrites what is left; where nothing is, that costs two queries and a look at a folder.
     *
     * @return how many pictures there were
     * @throws NotReadyException if the jobs' tables cannot be set up
     */
    public static int tidy(Home home, RegisterDatabase database, SubjectKeys keys) throws NotReadyException {
        JobsSchema.prepare(database);
        ResultStore results = new ResultStore(database, keys);
        int pictures = new RunPage(home, new RunLedger(database.dataSource()), results).eraseAllPictures();
        if (results.sealingIsLeft()) {
            int sealed;
            do {
                sealed = results.sealPictures(BATCH);
                pictures += sealed;
            } while (sealed > 0);
            // Plain copies may lie in the gaps of pages. Somebody else at it: the next to open the database does it.
            if (new DatabaseFile(database).compact()) {
                results.sealingIsDone();
            }
        }
        return pictures;
    }
}
