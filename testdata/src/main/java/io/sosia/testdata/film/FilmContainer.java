package io.sosia.testdata.film;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** A file format. */
public enum FilmContainer {
    /** ISO base media. */
    MP4("mp4", "mp4"),
    /** QuickTime. */
    MOV("mov", "mov"),
    /** Matroska. */
    MKV("mkv", "matroska"),
    /** WebM. */
    WEBM("webm", "webm"),
    /** Flash video; HEVC and AV1 in it need a dialect that not every reader knows, so they are left out. */
    FLV("flv", "flv"),
    /** MPEG transport stream. */
    TS("ts", "mpegts"),
    /** AVI. */
    AVI("avi", "avi");

    private final String extension;
    private final String muxer;

    FilmContainer(String extension, String muxer) {
        this.extension = extension;
        this.muxer = muxer;
    }

    /** The files' extension, without a dot; also the name on the command line. */
    public String extension() {
        return extension;
    }

    /** FFmpeg's name of the muxer. */
    String muxer() {
        return muxer;
    }

    /** Whether FFmpeg's muxer takes {@code codec}. */
    public boolean holds(FilmCodec codec) {
        return switch (this) {
            case MP4, MKV -> true;
            case MOV, TS -> codec == FilmCodec.H264 || codec == FilmCodec.X264 || codec == FilmCodec.HEVC;
            case WEBM -> codec == FilmCodec.VP9 || codec == FilmCodec.AV1;
            case FLV -> codec == FilmCodec.H264 || codec == FilmCodec.X264;
            case AVI -> codec == FilmCodec.H264 || codec == FilmCodec.X264 || codec == FilmCodec.VP9;
        };
    }

    /**
     * Finds a container by its name on the command line, whatever its case.
     *
     * @throws IllegalArgumentException if {@code text} is no container's {@link #extension}
     */
    public static FilmContainer parse(String text) {
        return Arrays.stream(values())
                .filter(container -> container.extension.equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("container '" + text + "' is none of "
                        + Arrays.stream(values()).map(FilmContainer::extension).collect(Collectors.joining(", "))));
    }
}
