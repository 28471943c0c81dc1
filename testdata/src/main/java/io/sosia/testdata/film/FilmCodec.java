package io.sosia.testdata.film;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** A codec with the encoder that writes it. */
public enum FilmCodec {
    /**
     * H.264 by Cisco's libopenh264, which comes with JavaCV. It puts a key frame at each hard cut besides the regular
     * ones, and nothing in FFmpeg's wrapper turns that off: too kind for measuring how well key frames alone cover a
     * film. Take {@link #X264} for that.
     */
    H264("h264", "libopenh264", false),
    /** H.264 by libx264 of an installed {@code ffmpeg} program; key frames only where the group of pictures ends. */
    X264("x264", "libx264", true),
    /** HEVC by libx265 of an installed {@code ffmpeg} program. */
    HEVC("hevc", "libx265", true),
    /** VP9 by libvpx, which comes with JavaCV. */
    VP9("vp9", "libvpx-vp9", false),
    /** AV1 by SVT-AV1, which comes with JavaCV. */
    AV1("av1", "libsvtav1", false);

    private final String text;
    private final String encoder;
    private final boolean program;

    FilmCodec(String text, String encoder, boolean program) {
        this.text = text;
        this.encoder = encoder;
        this.program = program;
    }

    /** The name on the command line. */
    public String text() {
        return text;
    }

    /** FFmpeg's name of the encoder. */
    String encoder() {
        return encoder;
    }

    /** True where the {@code ffmpeg} program on the PATH is needed. */
    public boolean needsProgram() {
        return program;
    }

    /**
     * Finds a codec by its name on the command line, whatever its case.
     *
     * @throws IllegalArgumentException if {@code text} is no codec's {@link #text}
     */
    public static FilmCodec parse(String text) {
        return Arrays.stream(values())
                .filter(codec -> codec.text.equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("codec '" + text + "' is none of "
                        + Arrays.stream(values()).map(FilmCodec::text).collect(Collectors.joining(", "))));
    }
}
