package io.sosia.jobs.takedown.search;

import io.sosia.indexer.match.Verdict;
import java.time.Instant;
import java.util.Optional;

/**
 * A time at which a finding's character is seen.
 *
 * @param episode of the finding's work; others' text
 * @param path of the file, as it was scanned; others' text
 * @param videoSha256 64 hex digits
 * @param track number of the face track in the video
 * @param startMs milliseconds into the video
 * @param endMs likewise, not before
 * @param score of the track, on the scale of the finding's thresholds
 * @param uploader account, where it is known; others' text
 * @param published when, where it is known
 * @param territory ISO 3166 code, where it is known
 * @param licensing what the person's licences say of this upload, on its day and today
 * @param why the same in a line, without names
 */
public record Place(
        String episode,
        String path,
        String videoSha256,
        int track,
        long startMs,
        long endMs,
        double score,
        Optional<String> uploader,
        Optional<Instant> published,
        Optional<String> territory,
        Verdict licensing,
        String why) {}
