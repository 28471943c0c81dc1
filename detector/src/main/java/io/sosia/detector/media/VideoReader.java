package io.sosia.detector.media;

import java.nio.file.Path;
import java.util.Optional;

/** Reads local video files. Implementations may be shared between threads; each call has its own decoder. */
public interface VideoReader {

    /**
     * Lends the sampled frames of a video, in ascending time, each time once, and returns when the video ends. Memory
     * does not grow with the video's length.
     *
     * @param file a regular local file
     * @param sampling which frames
     * @param frames receives them on the calling thread; what it throws ends the reading and comes out unchanged
     * @return what was read; with a problem where the video ended early or parts could not be decoded
     * @throws MediaException if no frame at all could be read
     */
    Reading read(Path file, Sampling sampling, FrameSink frames) throws MediaException;

    /**
     * As {@link #read(Path, Sampling, FrameSink)}, for a caller that has hashed the file already. A reader that hashes
     * does not do so again; this one, of those that do not, has nothing to check either.
     *
     * @param hash of this file
     * @throws MediaException also with {@link MediaFailure#UNREADABLE} where the file's length or time of writing are
     *     no longer those that it was hashed with, before it is read or after; a change that keeps both stays unseen
     */
    default Reading read(Path file, FileHash hash, Sampling sampling, FrameSink frames) throws MediaException {
        return read(file, sampling, frames);
    }

    /** Takes lent frames. */
    @FunctionalInterface
    interface FrameSink {
        /** Looks at a frame; keeps nothing of it but copies. */
        void accept(VideoFrame frame);
    }

    /**
     * What was read.
     *
     * @param facts what the video says of itself
     * @param coverage what was looked at
     * @param problem why a part of it was not
     */
    record Reading(VideoFacts facts, Coverage coverage, Optional<MediaProblem> problem) {}
}
