package io.sosia.indexer.sighting;

import io.sosia.indexer.match.Likeness;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Optional;

/**
 * A sighting that looks like the person asked for.
 *
 * @param id stays the sighting's until it expires
 * @param look at the video
 * @param sighting in it
 * @param likeness to the person
 * @param picture where its picture is, if one was kept
 */
public record SightingHit(
        SightingId id, Look look, Sighting sighting, Likeness likeness, Optional<PictureReference> picture) {

    /** The most alike first; equals in an order that does not change. */
    public static final Comparator<SightingHit> MOST_ALIKE_FIRST = Comparator.comparing(
                    (SightingHit hit) -> hit.likeness().score())
            .reversed()
            .thenComparing(hit -> hit.id().toString());

    /**
     * Names a sighting.
     *
     * @param day it is kept under
     * @param upload key of the upload, {@link Look#uploadKey}
     * @param track its number in the video
     */
    public record SightingId(LocalDate day, String upload, int track) {
        @Override
        public String toString() {
            return day + "/" + upload + "/" + track;
        }
    }

    /**
     * Where a picture is; means something to the archive that it came from alone.
     *
     * @param day it is kept under
     * @param part of the day
     * @param offset bytes from the beginning of that part's pictures
     * @param length of the sealed picture, bytes
     */
    public record PictureReference(LocalDate day, int part, long offset, int length) {}
}
