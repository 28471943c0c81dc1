package io.sosia.detector.pipeline;

import io.sosia.detector.media.Coverage;
import io.sosia.detector.media.FileHash;
import io.sosia.detector.media.MediaException;
import io.sosia.detector.media.MediaProblem;
import io.sosia.detector.media.Sampling;
import io.sosia.detector.media.VideoFacts;
import io.sosia.detector.track.FaceTrack;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A video in, face tracks out. One instance serves one thread at a time and owns its models' sessions; make as many as
 * there are workers.
 */
public interface VideoScanner extends AutoCloseable {

    /**
     * Scans a video.
     *
     * @throws MediaException if no frame of it could be looked at
     */
    VideoScan scan(Path video, Sampling sampling) throws MediaException;

    /**
     * As {@link #scan(Path, Sampling)}, for a caller that has hashed the file already: it is not hashed again.
     *
     * @param hash of this file, which the result carries as the video's
     * @throws MediaException also with {@code UNREADABLE} where the file was written to since it was hashed; length and
     *     time of writing tell, before it is read and after
     */
    VideoScan scan(Path video, FileHash hash, Sampling sampling) throws MediaException;

    @Override
    void close();

    /**
     * What was found, and what was looked at.
     *
     * @param tracks in order of first appearance
     * @param faces detected in all sampled frames together
     * @param facesTooSmall those of them that had too few pixels to tell whose they are: they are in no track. Nor are
     *     faces that were never clear enough to be surely faces
     * @param problem why a part of the video was not looked at, or {@code TOO_MANY_FACES} were seen to keep everybody
     *     apart; tracks of the rest are still here
     */
    record VideoScan(
            VideoFacts facts,
            Coverage coverage,
            List<FaceTrack> tracks,
            int faces,
            int facesTooSmall,
            Optional<MediaProblem> problem) {
        /** Copies the tracks. */
        public VideoScan {
            tracks = List.copyOf(tracks);
        }

        /** With no face too small. */
        public VideoScan(
                VideoFacts facts,
                Coverage coverage,
                List<FaceTrack> tracks,
                int faces,
                Optional<MediaProblem> problem) {
            this(facts, coverage, tracks, faces, 0, problem);
        }
    }
}
