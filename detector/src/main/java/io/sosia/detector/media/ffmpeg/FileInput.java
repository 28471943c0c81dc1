package io.sosia.detector.media.ffmpeg;

import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FORCE;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_SIZE;
import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXIT;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.ffmpeg.avformat.Write_packet_Pointer_BytePointer_int;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * A file as FFmpeg reads it: through an open channel, not by name. So no name is ever taken for a protocol or an
 * option, whatever characters it has; the bytes are those that were hashed; and nothing beyond the length that the file
 * had at the start is read, however fast it grows. Serves one thread; owns its native buffer, not the channel.
 */
final class FileInput implements AutoCloseable {

    private static final int BUFFER_BYTES = 1 << 16;

    /** FFmpeg's AVERROR(EIO); EIO is 5 on every platform that FFmpeg is built for here. */
    private static final int INPUT_OUTPUT_ERROR = -5;

    // JavaCPP has room for a handful of callback objects of each class in a process, so one of each serves all files;
    // FFmpeg's opaque pointer carries the key of the file that is meant and points nowhere.
    private static final Read READ = new Read();
    private static final Seek SEEK = new Seek();
    private static final Map<Long, FileInput> OPEN = new ConcurrentHashMap<>();
    private static final AtomicLong NEXT_KEY = new AtomicLong(1);

    private final FileChannel channel;
    private final long size;
    private final DecodeBudget budget;
    private final long key = NEXT_KEY.getAndIncrement();
    private final AVIOContext context;
    private long position;
    private Optional<IOException> failure = Optional.empty();

    FileInput(FileChannel channel, long size, DecodeBudget budget) {
        this.channel = channel;
        this.size = size;
        this.budget = budget;
        BytePointer buffer = new BytePointer(av_malloc(BUFFER_BYTES));
        // The cast chooses among overloads; FFmpeg asks for no writer of a file that is only read.
        context = avio_alloc_context(
                buffer, BUFFER_BYTES, 0, new Key(key), READ, (Write_packet_Pointer_BytePointer_int) null, SEEK);
        if (context == null || context.isNull()) {
            av_free(buffer);
            throw new OutOfMemoryError("FFmpeg could not allocate an I/O context");
        }
        OPEN.put(key, this);
    }

    AVIOContext context() {
        return context;
    }

    /** What the operating system said when it would not give bytes. */
    Optional<IOException> failure() {
        return failure;
    }

    private int read(BytePointer target, int wanted) {
        if (budget.exhausted()) {
            return AVERROR_EXIT();
        }
        int count = (int) Math.min(wanted, size - position);
        if (count <= 0) {
            return AVERROR_EOF();
        }
        try {
            ByteBuffer bytes = target.capacity(count).asByteBuffer();
            int read = channel.read(bytes, position);
            if (read <= 0) {
                failure = Optional.of(new IOException("the file shrank while it was read"));
                return INPUT_OUTPUT_ERROR;
            }
            position += read;
            return read;
        } catch (IOException e) {
            failure = Optional.of(e);
            return INPUT_OUTPUT_ERROR;
        }
    }

    private long seek(long offset, int whence) {
        int how = whence & ~AVSEEK_FORCE;
        if (how == AVSEEK_SIZE) {
            return size;
        }
        long target = switch (how) {
            case 0 -> offset;
            case 1 -> position + offset;
            case 2 -> size + offset;
            default -> -1;
        };
        if (target < 0) {
            return -1;
        }
        position = target;
        return target;
    }

    @Override
    public void close() {
        OPEN.remove(key);
        // FFmpeg may have replaced the buffer by a larger one; the context knows which it has.
        av_free(context.buffer());
        avio_context_free(context);
    }

    private static final class Key extends Pointer {
        Key(long key) {
            address = key;
        }
    }

    private static final class Read extends Read_packet_Pointer_BytePointer_int {
        @Override
        public int call(Pointer opaque, BytePointer buffer, int size) {
            FileInput input = OPEN.get(opaque.address());
            return input == null ? INPUT_OUTPUT_ERROR : input.read(buffer, size);
        }
    }

    private static final class Seek extends Seek_Pointer_long_int {
        @Override
        public long call(Pointer opaque, long offset, int whence) {
            FileInput input = OPEN.get(opaque.address());
            return input == null ? INPUT_OUTPUT_ERROR : input.seek(offset, whence);
        }
    }
}
