package io.sosia.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.indexer.match.Upload;
import io.sosia.indexer.seal.MasterKey;
import io.sosia.indexer.sighting.Look;
import io.sosia.indexer.sighting.SealedSightings;
import io.sosia.jobs.config.Home;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A scan without the archive's master key: exit 3, what to do is said, and nothing is changed. */
class SightingsKeyTest {

    @TempDir
    private Path folder;

    @Test
    void aScanWithoutTheRightKeyChangesNothing() throws Exception {
        Path root = folder.resolve("home");
        Home home = Home.prepare(root);
        Path film = Files.write(folder.resolve("1.mp4"), new byte[] {1});
        try (SealedSightings archive =
                SealedSightings.open(home.sightings(), MasterKey.find(home.masterKey(), Map.of(), true))) {
            archive.append(
                    new Look(
                            new Upload("w", "1", Optional.empty(), Optional.empty(), Optional.empty()),
                            "1.mp4",
                            "0".repeat(64),
                            CommandRun.NOW,
                            1_000,
                            1,
                            0,
                            1,
                            true,
                            "nightly",
                            "d",
                            "0".repeat(64)),
                    List.of());
        }
        Path other = folder.resolve("other.json");
        assertTrue(MasterKey.find(other, Map.of(), true).created());
        Map<String, Integer> before = contents(home.sightings());

        CommandRun wrong =
                CommandRun.of(root, false, Map.of(MasterKey.FILE_VARIABLE, other.toString()), "scan", film.toString());
        assertEquals(3, wrong.status(), wrong.err());
        assertTrue(wrong.err().contains(other.toString()), wrong.err());
        assertTrue(wrong.err().contains(MasterKey.FILE_VARIABLE), wrong.err());

        Files.move(home.masterKey(), folder.resolve("mine.json"));
        CommandRun missing = CommandRun.of(root, "scan", film.toString());
        assertEquals(3, missing.status(), missing.err());
        assertTrue(missing.err().contains("put it back"), missing.err());
        assertFalse(Files.exists(home.masterKey()));
        assertEquals(before, contents(home.sightings()));
    }

    private static Map<String, Integer> contents(Path folder) throws IOException {
        Map<String, Integer> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.forEach(file -> {
                try {
                    contents.put(String.valueOf(file.getFileName()), Arrays.hashCode(Files.readAllBytes(file)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return contents;
    }
}
