package io.sosia.detector.media.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.av_max_alloc;

import io.sosia.detector.media.FileHash;
import io.sosia.detector.media.MediaException;
import io.sosia.detector.media.MediaFailure;
import io.sosia.detector.media.Sampling;
import io.sosia.detector.media.VideoReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.LongSupplier;

/**
 * Reads videos with FFmpeg, each on its caller's thread alone. Containers: MP4 and MOV, MKV and WebM, FLV, MPEG-TS,
 * AVI; codecs: H.264, HEVC, VP8, VP9, AV1, MPEG-4 part 2; any planar pixel format that FFmpeg's scaler takes. What a
 * file is follows from its content, not from its name. Safe to share between threads.
 *
 * <p>It stands on FFmpeg's own functions rather than on JavaCV's frame grabber: the grabber converts every frame whole,
 * and gives no hold on packets, so that frames nobody looks at could neither be left undecoded nor unconverted.
 */
public final class FfmpegVideoReader implements VideoReader {

    /** Above the largest plane within {@link MediaLimits}, with 16 bits a sample and none left out. */
    private static final long LARGEST_ALLOCATION = 1L << 29;

    static {
        // While it finds out what a file is, FFmpeg knows no bound on a frame's size but this.
        av_max_alloc(LARGEST_ALLOCATION);
    }

    private final MediaLimits limits;
    private final LongSupplier nanoTime;

    /** With the default limits. */
    public FfmpegVideoReader() {
        this(MediaLimits.defaults(), System::nanoTime);
    }

    /**
     * With limits of one's own.
     *
     * @param nanoTime as {@link System#nanoTime}, against which decoding time is bounded
     */
    public FfmpegVideoReader(MediaLimits limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.nanoTime = nanoTime;
    }

    @Override
    public Reading read(Path file, Sampling sampling, FrameSink frames) throws MediaException {
        checkRegular(file);
        return read(file, FileHash.of(file), sampling, frames);
    }

    @Override
    public Reading read(Path file, FileHash hash, Sampling sampling, FrameSink frames) throws MediaException {
        BasicFileAttributes attributes = checkRegular(file);
        if (!hash.stillFits(attributes)) {
            throw new MediaException(file, MediaFailure.UNREADABLE, "it has changed since it was hashed");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            Reading reading = new VideoReading(file, hash, sampling, frames, limits, nanoTime).run(channel);
            if (!hash.stillFits(Files.readAttributes(file, BasicFileAttributes.class))) {
                // What was seen need not be what was hashed, and a hash is what a finding's proof stands on.
                throw new MediaException(file, MediaFailure.UNREADABLE, "it was written to while it was read");
            }
            return reading;
        } catch (IOException e) {
            throw FileHash.unreadable(file, e);
        }
    }

    private BasicFileAttributes checkRegular(Path file) throws MediaException {
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(file, BasicFileAttributes.class);
        } catch (IOException e) {
            throw FileHash.unreadable(file, e);
        }
        if (!attributes.isRegularFile()) {
            throw new MediaException(file, MediaFailure.UNREADABLE, "it is no regular file");
        }
        if (attributes.size() == 0) {
            throw new MediaException(file, MediaFailure.EMPTY, "it has 0 bytes");
        }
        if (attributes.size() > limits.maxBytes()) {
            throw new MediaException(
                    file,
                    MediaFailure.TOO_LONG,
                    "its " + attributes.size() + " bytes are more than " + limits.maxBytes());
        }
        return attributes;
    }
}
