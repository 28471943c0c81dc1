package io.sosia.models.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileReasonTest {

    @TempDir
    private Path folder;

    @Test
    void saysWhyAndNoClassName() throws Exception {
        Path file = Files.write(folder.resolve("latin"), new byte[] {(byte) 0xE4});
        assertEquals("there is no such file or folder", of(() -> Files.size(folder.resolve("none"))));
        assertEquals("something else has that name", of(() -> Files.createDirectory(file)));
        assertEquals("it is no folder", FileReason.words(new NotDirectoryException("f")));
        assertEquals("it is not text in UTF-8", of(() -> Files.readString(file)));
        assertEquals("permission denied", FileReason.words(new AccessDeniedException("f")));
        assertEquals(
                "Read-only file system", FileReason.words(new FileSystemException("f", null, "Read-only file system")));
        assertEquals("reading or writing failed", FileReason.words(new IOException()));
        assertEquals("disk gone", FileReason.words(new IOException("disk gone")));
    }

    @Test
    void namesTheFileWhereItIsKnown() {
        assertEquals("f: permission denied", FileReason.wordsWithFile(new AccessDeniedException("f")));
        assertEquals("disk gone", FileReason.wordsWithFile(new IOException("disk gone")));
    }

    private static String of(Action action) {
        return FileReason.words(assertThrows(IOException.class, action::run));
    }

    private interface Action {
        void run() throws IOException;
    }
}
