package io.sosia.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.jobs.config.NotReadyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefectTest {

    private static final Clock CLOCK = Clock.fixed(CommandRun.NOW, ZoneOffset.UTC);

    @TempDir
    Path folder;

    @Test
    void tellsWhereItHappenedButNoValueThatALibraryQuotes() throws IOException {
        Throwable cause = new IllegalStateException("duplicate key (name)=(Ada Example)");
        Throwable problem = new NotReadyException("the register is read-only", cause);
        String text = Files.readString(write(problem));
        assertTrue(text.contains("io.sosia.jobs.config.NotReadyException: the register is read-only"), text);
        assertTrue(text.contains("caused by: java.lang.IllegalStateException\n"), text);
        assertTrue(text.contains("at io.sosia.jobs.cli.DefectTest."), text);
        assertFalse(text.contains("Ada Example"), text);
    }

    @Test
    void endsWhereCausesGoInACircle() throws IOException {
        IOException first = new IOException("first");
        first.initCause(new IOException("second", first));
        assertTrue(Files.readString(write(first)).contains("caused by: java.io.IOException"));
    }

    @Test
    void isReadByItsOwnerAlone() throws IOException {
        Assumptions.assumeTrue(
                folder.getFileSystem().supportedFileAttributeViews().contains("posix"), "no permissions here");
        Path file = write(new IllegalStateException());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(
                "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("home/logs"))));
    }

    private Path write(Throwable problem) {
        return Defect.write(folder.resolve("home"), CLOCK, "sosia test", problem)
                .orElseThrow();
    }
}
