package io.sosia.jobs.takedown.search;

import io.sosia.indexer.match.Caution;
import io.sosia.indexer.match.Upload;
import io.sosia.indexer.sighting.BestView;
import io.sosia.indexer.sighting.SightingHit.PictureReference;
import io.sosia.indexer.sighting.SmallPicture;
import io.sosia.indexer.sighting.Span;
import io.sosia.models.vector.FaceVectors;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A face track that looks like the person who is searched for.
 *
 * @param facts all but the face
 * @param templates of the face, in each space that was computed
 * @param picture of the face, where there is one at hand
 */
record Candidate(Facts facts, FaceVectors templates, Optional<SmallPicture> picture) {

    /**
     * What is known of a candidate.
     *
     * @param upload that it is in
     * @param uploadKey of that upload: 32 hex digits that only the same work, episode and bytes share
     * @param path of the file
     * @param videoSha256 64 hex digits
     * @param track its number in the video
     * @param spans when it is seen
     * @param quality 0 to 1
     * @param faces frames that show it
     * @param best where it is seen best
     * @param where its picture is in the archive, if it is there
     * @param named whether it lies in what the requester named
     * @param score how alike
     * @param similarities by each recogniser
     * @param complete whether every recogniser in use was asked
     * @param cautions what to know of it
     */
    record Facts(
            Upload upload,
            String uploadKey,
            String path,
            String videoSha256,
            int track,
            List<Span> spans,
            double quality,
            int faces,
            BestView best,
            Optional<PictureReference> where,
            boolean named,
            double score,
            Map<String, Double> similarities,
            boolean complete,
            List<Caution> cautions) {

        Facts {
            spans = List.copyOf(spans);
            similarities = Map.copyOf(similarities);
            cautions = List.copyOf(cautions);
        }

        /** Names the track within a case, whichever search meets it. */
        String id() {
            return uploadKey + "/" + track;
        }

        /** The same after a closer look. */
        Facts looked(double newScore, Map<String, Double> byModel, boolean all, List<Caution> known) {
            return new Facts(
                    upload,
                    uploadKey,
                    path,
                    videoSha256,
                    track,
                    spans,
                    quality,
                    faces,
                    best,
                    where,
                    named,
                    newScore,
                    byModel,
                    all,
                    known);
        }
    }
}
