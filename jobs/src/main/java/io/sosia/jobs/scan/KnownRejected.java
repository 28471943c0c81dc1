package io.sosia.jobs.scan;

import java.util.List;

/**
 * A face that would have been a finding, had a person not said of it, in the same work, that it is somebody else's. It is told
 * of so that nothing is held back in silence; {@code review} with the finding's number and another decision raises it again.
 *
 * @param finding id of the rejected one
 * @param person whom the face is not
 * @param work the drama
 * @param episode in which it is seen this time
 * @param path of the file
 * @param videoSha256 64 hex digits
 * @param similarity of the best track to the person, on the scale of the threshold
 * @param tracks how many tracks show it
 * @param appearances ascending
 */
public record KnownRejected(
        String finding,
        String person,
        String work,
        String episode,
        String path,
        String videoSha256,
        double similarity,
        int tracks,
        List<Span> appearances)
        implements ResultLine {

    /** Copies the list. */
    public KnownRejected {
        appearances = List.copyOf(appearances);
    }

    @Override
    public String type() {
        return "known_rejected";
    }

    /**
     * When it is seen.
     *
     * @param startMs milliseconds into the video
     * @param endMs likewise
     */
    public record Span(long startMs, long endMs) {}
}
