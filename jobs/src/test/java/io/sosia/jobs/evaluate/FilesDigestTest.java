package io.sosia.jobs.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sosia.models.digest.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesDigestTest {

    @TempDir
    private Path folder;

    @Test
    void whatWasHashedBeforeGivesWhatReadingGives() throws Exception {
        Path one =
                Files.writeString(Files.createDirectories(folder.resolve("a")).resolve("1.mp4"), "one");
        Path gone = folder.resolve("b.mp4");
        String text = Sha256.of("one") + "  a/1.mp4\n-  b.mp4\n";

        assertEquals(Sha256.of(text), FilesDigest.of(folder, List.of(gone, one)));
        assertEquals(
                Sha256.of(text),
                FilesDigest.of(folder, Map.of(gone, Optional.empty(), one, Optional.of(Sha256.of("one")))));
    }
}
