package io.sosia.detector.media.ffmpeg;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.function.BooleanSupplier;

/**
 * Small pieces of a file from its start to its end, of which many are read at a time where they lie close together.
 * However large the file and however small its pieces, it ends when the time for it is up. Serves one thread; the
 * channel stays the caller's.
 */
final class FileWindow {

    /** Where pieces lie close together, as packets do. */
    private static final int NEAR_BYTES = 1 << 16;

    /** Where they lie far from each other, as boxes do. */
    private static final int FAR_BYTES = 256;

    private final FileChannel channel;
    private final long size;
    private final BooleanSupplier timeIsUp;
    private ByteBuffer bytes = ByteBuffer.allocate(0);
    private long start;

    FileWindow(FileChannel channel, long size, BooleanSupplier timeIsUp) {
        this.channel = channel;
        this.size = size;
        this.timeIsUp = timeIsUp;
    }

    /** Length of the file. */
    long size() {
        return size;
    }

    /**
     * What stands at a place, from index 0 on; fewer bytes than asked for at the end of the file.
     *
     * @throws OutOfTime if the time is up
     */
    ByteBuffer at(long position, int length) throws IOException {
        if (position < start || position + length > start + bytes.limit()) {
            if (timeIsUp.getAsBoolean()) {
                throw new OutOfTime();
            }
            boolean near = position >= start && position <= start + bytes.limit() + FAR_BYTES;
            bytes = read(position, Math.max(length, near ? NEAR_BYTES : FAR_BYTES));
            start = position;
        }
        int from = (int) (position - start);
        return bytes.slice(from, Math.min(length, bytes.limit() - from));
    }

    /** Whether all from here to the end of the file is 0. */
    boolean zeroFrom(long position) throws IOException {
        for (long at = position; at < size; at += NEAR_BYTES) {
            ByteBuffer piece = at(at, (int) Math.min(NEAR_BYTES, size - at));
            while (piece.hasRemaining()) {
                if (piece.get() != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    private ByteBuffer read(long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(Math.clamp(size - position, 0, length));
        while (buffer.hasRemaining() && channel.read(buffer, position + buffer.position()) > 0) {
            // The loop's condition does the work: a read may give less than was asked for.
        }
        return buffer.flip();
    }

    /** Reading ended because its time was up, not because anything failed. */
    static final class OutOfTime extends IOException {
        private static final long serialVersionUID = 1L;

        OutOfTime() {
            super("the time for it is up");
        }
    }
}
