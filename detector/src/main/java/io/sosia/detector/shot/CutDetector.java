package io.sosia.detector.shot;

import io.sosia.detector.media.MediaTime;
import java.time.Duration;
import java.util.Optional;

/**
 * Says, frame by frame, whether a new shot has begun since the frame before. It keeps one signature, however long the
 * video. A cut between two shots that look alike is missed, and a fast camera move passes for one: who follows faces
 * must bear both. Serves one thread at a time.
 */
public final class CutDetector {

    private final CutRules rules;
    private Optional<Seen> previous = Optional.empty();

    /** Before the first frame. */
    public CutDetector(CutRules rules) {
        this.rules = rules;
    }

    /**
     * Looks at the next sampled frame.
     *
     * @return whether the frame belongs to another shot than the one before; true for the first
     * @throws IllegalArgumentException if the time is not after the one before
     */
    public boolean cutBefore(MediaTime time, FrameSignature signature) {
        boolean cut = true;
        if (previous.isPresent()) {
            Seen seen = previous.get();
            if (time.compareTo(seen.time) <= 0) {
                throw new IllegalArgumentException("frame at " + time + " does not follow " + seen.time);
            }
            Duration apart =
                    Duration.ofNanos(Math.multiplyExact(time.distance(seen.time).micros(), 1000L));
            cut = CutRules.distance(seen.signature, signature) >= rules.threshold(apart);
        }
        previous = Optional.of(new Seen(time, signature));
        return cut;
    }

    private record Seen(MediaTime time, FrameSignature signature) {}
}
