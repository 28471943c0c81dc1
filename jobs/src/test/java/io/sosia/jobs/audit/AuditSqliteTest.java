package io.sosia.jobs.audit;

import io.sosia.indexer.registry.RegisterDatabase;
import java.nio.file.Path;

class AuditSqliteTest extends AuditContract {

    @Override
    RegisterDatabase database(Path folder) {
        return RegisterDatabase.open(folder.resolve("sosia.db"));
    }
}
