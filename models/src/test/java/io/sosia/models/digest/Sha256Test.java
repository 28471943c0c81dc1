package io.sosia.models.digest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The expected digests are those that NIST's FIPS 180-2, appendix B, works out, and the well-known one of nothing. */
class Sha256Test {

    private static final String NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private static final String MILLION = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";

    @TempDir
    private Path folder;

    @Test
    void givesTheStandardsDigests() throws Exception {
        assertEquals(NOTHING, Sha256.of(new byte[0]));
        assertEquals(ABC, Sha256.of("abc"));
        // Longer than a buffer.
        Path file = Files.write(folder.resolve("a"), million());
        assertEquals(MILLION, Sha256.of(file));
        assertEquals(NOTHING, Sha256.of(Files.createFile(folder.resolve("empty"))));
    }

    @Test
    void aChannelThatGivesLittleAtATimeIsReadToTheEnd() throws Exception {
        ReadableByteChannel whole = Channels.newChannel(new ByteArrayInputStream(million()));
        ReadableByteChannel slow = new ReadableByteChannel() {
            @Override
            public int read(ByteBuffer buffer) throws IOException {
                buffer.limit(Math.min(buffer.limit(), buffer.position() + 1000));
                return whole.read(buffer);
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {}
        };
        assertEquals(MILLION, Sha256.of(slow, 1_000_000, () -> {}));
    }

    @Test
    void noMoreIsReadThanIsAskedFor() throws Exception {
        ReadableByteChannel channel =
                Channels.newChannel(new ByteArrayInputStream("abcdef".getBytes(StandardCharsets.UTF_8)));
        assertEquals(ABC, Sha256.of(channel, 3, () -> {}));
        ByteBuffer rest = ByteBuffer.allocate(3);
        assertEquals(3, channel.read(rest));
        assertEquals('d', rest.get(0));
    }

    @Test
    void whatEndsEarlyIsToldWithBothLengths() {
        ReadableByteChannel channel = Channels.newChannel(new ByteArrayInputStream(new byte[10]));
        String message = String.valueOf(assertThrows(EOFException.class, () -> Sha256.of(channel, 11, () -> {}))
                .getMessage());
        assertTrue(message.contains("11") && message.contains("10"), message);
        assertThrows(NoSuchFileException.class, () -> Sha256.of(folder.resolve("none")));
        assertThrows(IllegalArgumentException.class, () -> Sha256.of(channel, -1, () -> {}));
    }

    @Test
    void theCallerCanStopIt() {
        ReadableByteChannel channel = Channels.newChannel(new ByteArrayInputStream(million()));
        IllegalStateException stop = new IllegalStateException("stop");
        AtomicInteger asked = new AtomicInteger();
        assertSame(
                stop,
                assertThrows(
                        IllegalStateException.class,
                        () -> Sha256.of(channel, 1_000_000, () -> {
                            if (asked.incrementAndGet() == 3) {
                                throw stop;
                            }
                        })));
        assertEquals(3, asked.get());
    }

    private static byte[] million() {
        byte[] bytes = new byte[1_000_000];
        Arrays.fill(bytes, (byte) 'a');
        return bytes;
    }
}
