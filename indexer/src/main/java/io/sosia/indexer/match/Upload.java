package io.sosia.indexer.match;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of an uploaded video.
 *
 * @param work the drama
 * @param episode of the drama
 * @param uploader the account, where known
 * @param published when it was made public, where known; otherwise the day of the scan counts
 * @param territory ISO 3166 code, where known
 */
public record Upload(
        String work,
        String episode,
        Optional<String> uploader,
        Optional<Instant> published,
        Optional<String> territory) {}
