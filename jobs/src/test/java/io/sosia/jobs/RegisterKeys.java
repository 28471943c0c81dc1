package io.sosia.jobs;

import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.indexer.registry.SqlSubjectKeys;
import io.sosia.indexer.seal.KeyUnavailableException;
import io.sosia.indexer.seal.MasterKey;
import io.sosia.jobs.config.Home;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * The keys of tests' registers: of one in a home by that home's master key, so that commands open it too; of others by one of
 * the test process.
 */
public final class RegisterKeys {

    private static final Path ELSEWHERE = folder();

    private RegisterKeys() {}

    private static Path folder() {
        try {
            Path folder = Files.createTempDirectory("sosia-test-keys-");
            folder.toFile().deleteOnExit();
            folder.resolve("master.json").toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The keys of a database. */
    public static SqlSubjectKeys of(RegisterDatabase database) {
        Path file = database.isShared()
                ? ELSEWHERE.resolve("master.json")
                : new Home(Objects.requireNonNull(Path.of(database.name()).getParent())).masterKey();
        try {
            return database.subjectKeys(MasterKey.find(file, Map.of(), true));
        } catch (KeyUnavailableException e) {
            throw new IllegalStateException(e);
        }
    }
}
