package io.sosia.indexer.registry;

import io.sosia.indexer.seal.KeyUnavailableException;
import io.sosia.indexer.seal.MasterKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Registers with a master key of their own: beside a SQLite file, as in a home; one for each test process elsewhere. */
public final class TestKeys {

    private static final Path ELSEWHERE = folder();

    private TestKeys() {}

    private static Path folder() {
        try {
            Path folder = Files.createTempDirectory("sosia-test-keys-");
            folder.toFile().deleteOnExit();
            folder.resolve("master.json").toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The keys of a database. */
    public static SqlSubjectKeys of(RegisterDatabase database) {
        Path file = database.isShared()
                ? ELSEWHERE.resolve("master.json")
                : Path.of(database.name()).resolveSibling("keys").resolve("master.json");
        try {
            return database.subjectKeys(MasterKey.find(file, Map.of(), true));
        } catch (KeyUnavailableException e) {
            throw new IllegalStateException(e);
        }
    }
}
