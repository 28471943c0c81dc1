package io.sosia.models.digest;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** SHA-256 (FIPS 180-4) as 64 lower-case hex digits. */
public final class Sha256 {

    /** Large enough that reading costs little beside hashing, small enough to be asked often whether to stop. */
    private static final int BUFFER_BYTES = 1 << 18;

    private Sha256() {}

    /** Over bytes in memory. */
    public static String of(byte[] bytes) {
        return HexFormat.of().formatHex(digest().digest(bytes));
    }

    /** Over text in UTF-8. */
    public static String of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Over a regular file, as long as it is when it is opened. It is read through a buffer: memory does not grow with it.
     *
     * @throws IOException if it cannot be read, {@link EOFException} if it shrinks meanwhile
     */
    public static String of(Path file) throws IOException {
        try (var channel = Files.newByteChannel(file)) {
            return of(channel, channel.size(), () -> {});
        }
    }

    /**
     * Over the next bytes of a channel, and no further: a file that grows as fast as it is read would never end.
     *
     * @param channel blocking; stays the caller's to close
     * @param bytes how many
     * @param between called before each buffer, of which none is larger than 256 KiB; what it throws ends the hashing and
     *     comes out unchanged
     * @throws EOFException if the channel ends before
     */
    public static String of(ReadableByteChannel channel, long bytes, Runnable between) throws IOException {
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes to hash: " + bytes + " is negative");
        }
        MessageDigest digest = digest();
        ByteBuffer buffer = ByteBuffer.allocate(Math.clamp(bytes, 1, BUFFER_BYTES));
        for (long done = 0; done < bytes; ) {
            between.run();
            buffer.clear().limit((int) Math.min(buffer.capacity(), bytes - done));
            int read = channel.read(buffer);
            if (read < 0) {
                throw new EOFException(
                        String.format(Locale.ROOT, "it shrank from %d to %d bytes while it was read", bytes, done));
            }
            done += read;
            digest.update(buffer.flip());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
