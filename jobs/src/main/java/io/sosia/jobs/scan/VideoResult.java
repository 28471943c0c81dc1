package io.sosia.jobs.scan;

import io.sosia.indexer.registry.PersonId;
import io.sosia.jobs.review.ReviewedTrack;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What looking at an upload came to, ready to be stored.
 *
 * @param status how much was looked at
 * @param reason why not all, as in {@link NotScanned}
 * @param detail likewise, one line for a person
 * @param bytes of the file; -1 where it could not be told
 * @param looked what was seen
 * @param tracks each track's decision, ascending
 * @param findings of it, by person, and of one person the clearest first
 * @param heldBack tracks that are a face of which a person has said that it is not whose it would be taken for
 * @param scores of its tracks, by which calibrations are made; none where nobody was searched for
 */
record VideoResult(
        Status status,
        Optional<String> reason,
        Optional<String> detail,
        long bytes,
        Looked looked,
        List<TrackDecision> tracks,
        List<Draft> findings,
        List<HeldBack> heldBack,
        Optional<ScoredTracks> scores) {

    VideoResult {
        tracks = List.copyOf(tracks);
        findings = List.copyOf(findings);
        heldBack = List.copyOf(heldBack);
    }

    /** How much of a video was looked at. */
    enum Status {
        SCANNED,
        PARTLY,
        NOT_SCANNED
    }

    /**
     * What was seen of a video.
     *
     * @param longestGapMs longest span in which no frame was looked at
     * @param shareSeen 0 to 1
     */
    record Looked(
            long durationMs,
            long frames,
            long longestGapMs,
            double shareSeen,
            long faces,
            long facesTooSmall,
            long tracks) {
        static final Looked NOTHING = new Looked(0, 0, 0, 0, 0, 0, 0);
    }

    /**
     * A track's decision. It names nobody, so that erasing a person need not look here; the finding that it counts to
     * does.
     *
     * @param similarity to the best person, if anybody is registered: the score that is compared with the threshold, or,
     *     of a track that is ruled out, the first recogniser's similarity alone
     * @param ruledOut whether the first recogniser has ruled everybody out, so that there is no score
     * @param similarities to the best person, by model
     * @param verdict of a match
     * @param finding index into {@link VideoResult#findings} of a match
     */
    record TrackDecision(
            int track,
            Optional<Double> similarity,
            boolean ruledOut,
            Map<String, Double> similarities,
            Optional<String> verdict,
            OptionalInt finding) {
        TrackDecision {
            similarities = Collections.unmodifiableMap(new LinkedHashMap<>(similarities));
        }
    }

    /**
     * A finding without a number.
     *
     * @param place among the findings of this person in this upload: 0, or 1 for what somebody must look at first
     * @param finding complete but for its id
     * @param tracks what it rests on
     */
    record Draft(int place, Finding finding, List<Shot> shots, List<ReviewedTrack> tracks) {
        Draft {
            shots = List.copyOf(shots);
            tracks = List.copyOf(tracks);
        }
    }

    /**
     * A track that is not raised.
     *
     * @param person whom it would be taken for
     * @param finding the rejected one whose face it shows again
     * @param similarity to the person, on the scale of the threshold
     * @param likeness to the rejected face, on the same scale
     * @param spans when it is seen
     */
    record HeldBack(
            int track,
            PersonId person,
            long finding,
            double similarity,
            double likeness,
            List<KnownRejected.Span> spans) {
        HeldBack {
            spans = List.copyOf(spans);
        }
    }

    /**
     * A picture.
     *
     * @param timeMs milliseconds into the video
     */
    record Shot(long timeMs, Jpeg jpeg) {}
}
