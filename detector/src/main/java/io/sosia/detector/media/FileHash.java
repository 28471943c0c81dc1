package io.sosia.detector.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file's SHA-256, with what tells cheaply whether the file is still the one that was hashed. Whoever needs the hash
 * before a video is read (to see whether it was scanned already) hands it on, so that no byte is hashed twice.
 *
 * @param sha256 64 lower-case hex digits over the whole file
 * @param bytes length of the file
 * @param modified when the file was last written, as the file system says
 */
public record FileHash(String sha256, long bytes, FileTime modified) {

    private static final int BUFFER_BYTES = 1 << 18;

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
     *     or shrinks meanwhile
     */
    public static FileHash of(Path file) throws MediaException {
        try {
            BasicFileAttributes before = Files.readAttributes(file, BasicFileAttributes.class);
            if (!before.isRegularFile()) {
                // Opening a pipe or a device could wait for ever.
                throw new MediaException(file, MediaFailure.UNREADABLE, "it is no regular file");
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                return new FileHash(digest(file, channel, before.size()), before.size(), before.lastModifiedTime());
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** Whether the file still has the length and the time of writing that it was hashed with. */
    public boolean stillFits(BasicFileAttributes attributes) {
        return attributes.size() == bytes && attributes.lastModifiedTime().equals(modified);
    }

    private static String digest(Path file, FileChannel channel, long size) throws IOException, MediaException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        ByteBuffer buffer = ByteBuffer.allocate(Math.clamp(size, 1, BUFFER_BYTES));
        // No further than the length at the start: a file that grows as fast as it is read would never end.
        for (long position = 0; position < size; ) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), size - position));
            int read = channel.read(buffer, position);
            if (read < 0) {
                throw new MediaException(
                        file,
                        MediaFailure.UNREADABLE,
                        "it shrank from " + size + " to " + position + " bytes while it was read");
            }
            position += read;
            digest.update(buffer.array(), 0, read);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** A file that the operating system would not give, in words for a person. */
    public static MediaException unreadable(Path file, IOException cause) {
        MediaException exception = new MediaException(
                file, MediaFailure.UNREADABLE, cause.getClass().getSimpleName() + ": " + cause.getMessage());
        exception.initCause(cause);
        return exception;
    }
}
