package io.sosia.jobs.takedown;

import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.jobs.config.Home;
import java.nio.file.Path;

class CaseSqliteTest extends CaseContract {

    @Override
    RegisterDatabase database(Path folder) {
        return RegisterDatabase.open(new Home(folder).database());
    }
}
