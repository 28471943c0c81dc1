package io.sosia.detector.media;

import io.sosia.models.digest.Sha256;
import io.sosia.models.file.FileReason;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * A file's SHA-256, with what tells cheaply whether the file is still the one that was hashed. Whoever needs the hash
 * before a video is read (to see whether it was scanned already) hands it on, so that no byte is hashed twice.
 *
 * @param sha256 64 lower-case hex digits over the whole file
 * @param bytes length of the file
 * @param modified when the file was last written, as the file system says
 */
public record FileHash(String sha256, long bytes, FileTime modified) {

    /** @throws IllegalArgumentException if these are not 64 hex digits or the length is negative */
    public FileHash {
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("SHA-256 '" + sha256 + "' is not 64 lower-case hex digits");
        }
        if (bytes < 0) {
            throw new IllegalArgumentException("file length: " + bytes + " is negative");
        }
    }

    /**
     * Hashes a regular file.
     *
     * @param file a link to a regular file is followed
     * @throws MediaException {@link MediaFailure#UNREADABLE} if it is not there, may not be read, is no regular file,
     *     or is written to meanwhile
     */
    public static FileHash of(Path file) throws MediaException {
        return of(file, () -> {});
    }

    /**
     * As {@link #of(Path)}, for a caller that may want to stop, since a file may be large.
     *
     * @param between called every 256 KiB or more often; what it throws ends the hashing and comes out unchanged
     */
    public static FileHash of(Path file, Runnable between) throws MediaException {
        try {
            BasicFileAttributes before = Files.readAttributes(file, BasicFileAttributes.class);
            if (!before.isRegularFile()) {
                // Opening a pipe or a device could wait for ever.
                throw new MediaException(file, MediaFailure.UNREADABLE, "it is no regular file");
            }
            FileHash hash;
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                hash = new FileHash(
                        Sha256.of(channel, before.size(), between), before.size(), before.lastModifiedTime());
            }
            if (!hash.stillFits(Files.readAttributes(file, BasicFileAttributes.class))) {
                throw new MediaException(file, MediaFailure.UNREADABLE, "it was written to while it was hashed");
            }
            return hash;
        } catch (EOFException e) {
            throw new MediaException(file, MediaFailure.UNREADABLE, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** Whether the file still has the length and the time of writing that it was hashed with. */
    public boolean stillFits(BasicFileAttributes attributes) {
        return attributes.size() == bytes && attributes.lastModifiedTime().equals(modified);
    }

    /** A file that the operating system would not give, in words for a person. */
    public static MediaException unreadable(Path file, IOException cause) {
        MediaException exception = new MediaException(file, MediaFailure.UNREADABLE, FileReason.words(cause));
        exception.initCause(cause);
        return exception;
    }
}
