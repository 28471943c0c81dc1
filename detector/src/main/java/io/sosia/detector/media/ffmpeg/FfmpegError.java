package io.sosia.detector.media.ffmpeg;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

/** A call of FFmpeg's that failed. Stays inside this package. */
final class FfmpegError extends Exception {

    private static final long serialVersionUID = 1L;

    private final int code;

    FfmpegError(int code) {
        super(describe(code));
        this.code = code;
    }

    int code() {
        return code;
    }

    /** FFmpeg's own words. */
    static String describe(int code) {
        byte[] text = new byte[64];
        av_strerror(code, text, text.length);
        int end = 0;
        while (end < text.length && text[end] != 0) {
            end++;
        }
        return new String(text, 0, end, UTF_8);
    }
}
