package io.sosia.detector.media.ffmpeg;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_ERROR;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.setLogCallback;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.ffmpeg.avutil.LogCallback;
import org.bytedeco.javacpp.BytePointer;

/**
 * What FFmpeg says of a file while one thread reads it. Some demuxers step over broken bytes and tell nobody but the
 * log. Nothing is printed; the number of errors and the last one's text are kept.
 */
final class FfmpegLog implements AutoCloseable {

    private static final int LONGEST = 200;

    private static final Map<Thread, FfmpegLog> LISTENING = new ConcurrentHashMap<>();
    private static final Callback CALLBACK = new Callback();

    static {
        av_log_set_level(AV_LOG_ERROR);
        setLogCallback(CALLBACK);
    }

    private final Thread thread = Thread.currentThread();
    private int errors;
    private Optional<String> last = Optional.empty();

    private FfmpegLog() {}

    /** Listens to what the calling thread makes FFmpeg say, until closed. */
    static FfmpegLog listen() {
        FfmpegLog log = new FfmpegLog();
        LISTENING.put(log.thread, log);
        return log;
    }

    int errors() {
        return errors;
    }

    /** The latest error, on one line. */
    Optional<String> last() {
        return last;
    }

    @Override
    public void close() {
        LISTENING.remove(thread, this);
    }

    private static final class Callback extends LogCallback {
        @Override
        public void call(int level, BytePointer message) {
            FfmpegLog log = LISTENING.get(Thread.currentThread());
            if (log != null && level <= AV_LOG_ERROR) {
                log.errors++;
                byte[] text = message.getStringBytes();
                // A file's own strings may be in it: one line, no control characters.
                String line = new String(text, 0, Math.min(text.length, LONGEST), UTF_8)
                        .replaceAll("[\\p{Cntrl}\\s]+", " ")
                        .strip();
                if (!line.isEmpty()) {
                    log.last = Optional.of(line);
                }
            }
        }
    }
}
