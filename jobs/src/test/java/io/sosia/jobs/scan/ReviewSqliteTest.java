package io.sosia.jobs.scan;

import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.jobs.config.Home;
import java.nio.file.Path;

class ReviewSqliteTest extends ReviewContract {

    @Override
    RegisterDatabase database(Path folder) {
        return RegisterDatabase.open(new Home(folder).database());
    }
}
