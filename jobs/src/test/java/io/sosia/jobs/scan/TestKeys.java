package io.sosia.jobs.scan;

import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.indexer.seal.KeyUnavailableException;
import io.sosia.indexer.seal.MasterKey;
import io.sosia.indexer.seal.SubjectKeys;
import io.sosia.jobs.config.Home;
import java.util.Map;

/** Keys for tests. */
public final class TestKeys {

    private TestKeys() {}

    /** Of a home's own master key, made where there is none. */
    public static SubjectKeys of(Home home, RegisterDatabase database) {
        try {
            return database.subjectKeys(MasterKey.find(home.masterKey(), Map.of(), true));
        } catch (KeyUnavailableException e) {
            throw new IllegalStateException(e);
        }
    }
}
