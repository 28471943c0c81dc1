package io.sosia.jobs.review;

import io.sosia.indexer.match.Upload;
import io.sosia.indexer.match.Verdict;
import io.sosia.indexer.registry.PersonId;
import java.util.List;
import java.util.Optional;

/**
 * What a list of findings shows of one, without any vector.
 *
 * @param finding its number
 * @param person whom it takes the face for; of somebody who is not registered the provisional id
 * @param work the drama
 * @param episodes of it in which the face was found
 * @param uploads in which it was found, by which licences are checked
 * @param verdict before anybody has decided
 * @param similarity of the best track, on the scale of the threshold
 * @param threshold that was applied
 * @param explanation one line for a person: why that verdict
 * @param caseNumber of the case that it was found for, if it was for one
 * @param round as in {@link Reviewable}
 */
public record FindingFacts(
        long finding,
        PersonId person,
        String work,
        List<String> episodes,
        List<Upload> uploads,
        Verdict verdict,
        double similarity,
        double threshold,
        String explanation,
        Optional<String> caseNumber,
        int round) {

    /** Copies the lists. */
    public FindingFacts {
        episodes = List.copyOf(episodes);
        uploads = List.copyOf(uploads);
    }
}
