package io.sosia.jobs.scan;

import io.sosia.indexer.match.Caution;
import io.sosia.indexer.match.Verdict;
import io.sosia.jobs.review.FindingId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A registered person seen in an upload, with everything that it takes to decide again.
 *
 * @param id {@code F-000012}; the same upload, video and person keep it when they are scanned again, with another
 *     sampling too. Its figures are those of the latest scan that saw the video as fully as any before; what earlier
 *     scans measured stays with them, on their runs' pages
 * @param person who
 * @param work the drama
 * @param episode of the drama
 * @param videoSha256 64 hex digits over the file
 * @param verdict for display
 * @param similarity of the best track to the person, on the scale of the threshold: of one recogniser the cosine, of
 *     two their cosines' weighted mean
 * @param similarities the cosine by each recogniser that took part, by the model's id, the first recogniser's first;
 *     absent where an earlier version decided
 * @param threshold that was applied
 * @param appearances ascending
 * @param best the picture to look at first
 * @param path of the file, as it was scanned
 * @param uploader the account, where known
 * @param published when it was made public, where known
 * @param territory where known
 * @param runnerUp the next person, if any
 * @param also others who are registered and known to look like the person, the most alike first: one is easily taken for
 *     the other; absent where there is none
 * @param onUpload what licences said on the upload's day
 * @param today what they said on {@code day}
 * @param explanation one line for a person
 * @param pictures how many pictures are kept
 * @param run that decided this
 * @param decidedAt when
 * @param day the day that counted as today
 * @param searchMode a name of {@code EnrolledFaces.Mode}: how the person was searched for
 * @param conditions under which it was decided
 * @param frames on how many frames the best track's likeness rests; absent where an earlier version decided
 * @param cautions what to know before believing it; absent where an earlier version decided
 * @param grounds why it counts as a finding, and how much it says; absent where an earlier version decided
 * @param confirmedBefore where a person has confirmed this face before; absent where nobody has, and in earlier versions
 * @param review how far its review is, a name of {@code ReviewState}; never stored with it
 * @param knownRejected id of the rejected finding whose face this one shows too, its own where it is that one: then it is
 *     not raised again; never stored with it
 */
public record Finding(
        String id,
        String person,
        String work,
        String episode,
        String videoSha256,
        Verdict verdict,
        double similarity,
        Optional<Map<String, Double>> similarities,
        double threshold,
        List<Seen> appearances,
        Best best,
        String path,
        Optional<String> uploader,
        Optional<Instant> published,
        Optional<String> territory,
        Optional<RunnerUp> runnerUp,
        Optional<List<String>> also,
        Verdict onUpload,
        Verdict today,
        String explanation,
        int pictures,
        String run,
        Instant decidedAt,
        LocalDate day,
        String searchMode,
        Conditions conditions,
        Optional<Frames> frames,
        Optional<List<Caution>> cautions,
        Optional<Grounds> grounds,
        Optional<ConfirmedBefore> confirmedBefore,
        Optional<String> review,
        Optional<String> knownRejected)
        implements ResultLine {

    /** Copies the lists. */
    public Finding {
        appearances = List.copyOf(appearances);
        also = also.map(List::copyOf);
    }

    @Override
    public String type() {
        return "finding";
    }

    /**
     * The same with its number. It is the only copy of a finding there is: what is stored is changed as JSON, so that
     * fields which a version does not know outlive it.
     */
    Finding numbered(long number) {
        return new Finding(
                id(number),
                person,
                work,
                episode,
                videoSha256,
                verdict,
                similarity,
                similarities,
                threshold,
                appearances,
                best,
                path,
                uploader,
                published,
                territory,
                runnerUp,
                also,
                onUpload,
                today,
                explanation,
                pictures,
                run,
                decidedAt,
                day,
                searchMode,
                conditions,
                frames,
                cautions,
                grounds,
                confirmedBefore,
                review,
                knownRejected);
    }

    /** A finding's id from its number. */
    static String id(long number) {
        return FindingId.of(number);
    }

    /** A finding's number from its id, if it is one. */
    static OptionalLong number(String id) {
        return FindingId.number(id);
    }

    /**
     * When the person is seen.
     *
     * @param startMs milliseconds into the video
     * @param endMs likewise
     * @param similarity of this appearance alone to the person, by the first recogniser alone, which is the one that
     *     sees every appearance
     * @param track number of the track it belongs to
     */
    public record Seen(long startMs, long endMs, double similarity, int track) {}

    /**
     * The picture to look at first.
     *
     * @param timeMs milliseconds into the video
     * @param box {@code [left, top, right, bottom]} in pixels of the upright frame
     */
    public record Best(long timeMs, List<Integer> box) {
        /** Copies the box. */
        public Best {
            box = List.copyOf(box);
        }
    }

    /**
     * Frames of a track that were compared with the person by themselves.
     *
     * @param looked how many, the best ones
     * @param agreeing of them, those by which the person would not be ruled out
     */
    public record Frames(int looked, int agreeing) {}

    /**
     * A face that a person has confirmed.
     *
     * @param finding id of the confirmed one
     * @param sameBytes whether in a video with the very same bytes
     * @param similarity of the best track to the confirmed one, on the scale of the threshold
     */
    public record ConfirmedBefore(String finding, boolean sameBytes, double similarity) {}

    /**
     * The next person.
     *
     * @param person who
     * @param similarity of the best track to them, on the scale of the threshold
     */
    public record RunnerUp(String person, double similarity) {}
}
