package io.sosia.jobs.scan;

import io.sosia.jobs.scan.VideoResult.Looked;
import io.sosia.jobs.scan.VideoResult.Status;
import java.util.Optional;

/**
 * What was looked at in an input, so that nobody takes what was not seen for what is not there. There is one for each
 * input that was reached.
 *
 * @param path as it was given
 * @param work the drama; empty where the input could not be told to be of one
 * @param episode likewise
 * @param videoSha256 64 hex digits; empty where the file could not be read at all
 * @param frames sampled
 * @param longestGapMs longest span in which no frame was looked at, milliseconds
 * @param shareSeen of the running time, 0 to 1
 * @param tracks of faces
 * @param faces in the sampled frames
 * @param facesTooSmall of them, those too small to tell whose they are
 * @param status {@code SCANNED}, {@code PARTLY} or {@code NOT_SCANNED}; why not all, a {@link NotScanned} says
 */
public record VideoLooked(
        String path,
        Optional<String> work,
        Optional<String> episode,
        Optional<String> videoSha256,
        long frames,
        long longestGapMs,
        double shareSeen,
        long tracks,
        long faces,
        long facesTooSmall,
        String status)
        implements ResultLine {

    static VideoLooked of(String shown, ResultStore.StoredResult result) {
        return of(
                shown,
                Optional.of(result.work()),
                Optional.of(result.episode()),
                Optional.of(result.videoSha256()).filter(digits -> !digits.isEmpty()),
                result.looked(),
                result.status());
    }

    /** For an input that is itself at fault. */
    static VideoLooked notAtAll(String shown) {
        return of(shown, Optional.empty(), Optional.empty(), Optional.empty(), Looked.NOTHING, Status.NOT_SCANNED);
    }

    private static VideoLooked of(
            String shown,
            Optional<String> work,
            Optional<String> episode,
            Optional<String> videoSha256,
            Looked looked,
            Status status) {
        return new VideoLooked(
                shown,
                work,
                episode,
                videoSha256,
                looked.frames(),
                looked.longestGapMs(),
                rounded(looked.shareSeen()),
                looked.tracks(),
                looked.faces(),
                looked.facesTooSmall(),
                status.name());
    }

    /** A share with the four digits that are printed; never 1 where something was left out. */
    static double rounded(double share) {
        return Math.floor(share * 10_000) / 10_000;
    }

    @Override
    public String type() {
        return "video";
    }
}
