package io.sosia.jobs.review;

import io.sosia.indexer.registry.PersonId;
import io.sosia.models.vector.FaceVectors;

/**
 * What a decision has taught of one track: a face that is somebody's, or is not.
 *
 * @param finding that was decided
 * @param person whose face it is or is not
 * @param work in which it was seen
 * @param videoSha256 64 hex digits
 * @param track its number in that video
 * @param quality 0 to 1, of the best shot
 * @param templates what it looks like
 */
public record Lesson(
        long finding,
        PersonId person,
        String work,
        String videoSha256,
        int track,
        double quality,
        FaceVectors templates) {}
