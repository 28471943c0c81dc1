package io.sosia.jobs.scan;

import io.sosia.indexer.match.Caution;
import io.sosia.indexer.match.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of a named claim ("this clip shows me"): one person was named beforehand, and nobody else was compared.
 *
 * @param person who was named
 * @param path of the clip, as it was given
 * @param videoSha256 64 hex digits; empty where the clip could not be read
 * @param outcome whether the claim is borne out
 * @param verdict what the person's licences say of it, or {@code REVIEW}; only where it is borne out or for review
 * @param similarity of the track that is most like the person, on the scale of the threshold; empty without a face
 * @param similarities of that track by each recogniser
 * @param threshold below it by the margin for review begins, and above it by the margin nobody has to look
 * @param appearances of the tracks that bear it out
 * @param best where it shows clearest, if it is borne out or for review
 * @param tracks of faces in the clip, each of which was compared: so many chances had a stranger to be like the person
 * @param explanation one line, without names
 * @param cautions what to know before believing it
 * @param grounds what the outcome rests on; empty without a face
 * @param reason a name of {@code MediaFailure}: why the clip could not be looked at, or not all of it
 * @param detail the same in a line for a person
 */
public record Claim(
        String person,
        String path,
        Optional<String> videoSha256,
        Outcome outcome,
        Optional<Verdict> verdict,
        Optional<Double> similarity,
        Map<String, Double> similarities,
        double threshold,
        List<Finding.Seen> appearances,
        Optional<Finding.Best> best,
        int tracks,
        String explanation,
        List<Caution> cautions,
        Optional<ClaimGrounds> grounds,
        Optional<String> reason,
        Optional<String> detail) {

    /** Copies the collections. */
    public Claim {
        similarities = Map.copyOf(similarities);
        appearances = List.copyOf(appearances);
        cautions = List.copyOf(cautions);
    }

    /** What a claim comes to. */
    public enum Outcome {
        /** A face in the clip is as like the person as the operating point of claims asks. */
        BORNE_OUT,
        /** A person has to look. */
        REVIEW,
        /** No face in what was looked at is as like the person. It is no proof that the person is not in it. */
        NOT_BORNE_OUT,
        /** Nothing of the clip could be looked at. */
        NOT_SCANNED
    }

    /**
     * What a claim's outcome rests on. The threshold is none of a budget: chance has as many tries as the clip has tracks,
     * and not as many as a night has.
     *
     * @param mode {@link Grounds#CLAIM}
     * @param aboveThreshold score less threshold
     * @param thresholdBy the setting that the threshold follows from
     * @param fmr share of comparisons with somebody else that are for review or more, as measured for the population
     * @param fnmr share of comparisons with the person themselves that are less, likewise
     * @param calibration what scores mean: always a table of the catalogue, since streams are no claims
     * @param likelihoodRatio how much more probable the score is if it is the person
     */
    public record ClaimGrounds(
            String mode,
            double aboveThreshold,
            String thresholdBy,
            double fmr,
            double fnmr,
            Grounds.Calibrated calibration,
            Grounds.Ratio likelihoodRatio) {}
}
