package io.sosia.jobs.takedown.search;

import io.sosia.indexer.match.Caution;
import io.sosia.indexer.match.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A character of a work who looks like the person that a case is about: what a person decides on. Holds no vector and no
 * picture.
 *
 * @param finding its number, of the counter that scans and takedowns share; it stays the finding's
 * @param id the same for people, {@code F-000123}
 * @param caseNumber that it was found for
 * @param round of the case in which it was found first
 * @param work others' text
 * @param character number within the case and work, from 1: tracks of one face. Further uploads of a character that was
 *     decided about become another finding of that number
 * @param places where the character is seen, by episode and time; never empty
 * @param screenMs how long the character is seen, by the frames that were looked at: times of several tracks that overlap
 *     count once
 * @param score of the track that is most alike
 * @param similarities of that track by each recogniser
 * @param least score of what is shown at all in this work
 * @param threshold from which on it is shown as sure; what is below is for {@code REVIEW}
 * @param sure whether the score reaches that, both recognisers were asked, and nothing else is doubtful
 * @param verdict {@code REVIEW} unless it is sure; else what licences say
 * @param licensing what licences say, of the upload that they cover least
 * @param explanation one line for a person, without names: why that verdict
 * @param uploader the account, where all uploads are one's
 * @param named whether a place that the requester named is among the places
 * @param cautions what to know before believing it
 * @param pictures how many there are to look at
 * @param found when it was found first
 */
public record CaseFinding(
        long finding,
        String id,
        String caseNumber,
        int round,
        String work,
        int character,
        List<Place> places,
        long screenMs,
        double score,
        Map<String, Double> similarities,
        double least,
        double threshold,
        boolean sure,
        Verdict verdict,
        Verdict licensing,
        String explanation,
        Optional<String> uploader,
        boolean named,
        List<Caution> cautions,
        int pictures,
        Instant found) {

    /** @throws IllegalArgumentException if there is no place */
    public CaseFinding {
        if (places.isEmpty()) {
            throw new IllegalArgumentException("a finding is somewhere");
        }
        places = List.copyOf(places);
        similarities = Map.copyOf(similarities);
        cautions = List.copyOf(cautions);
    }

    /** How a finding's number is written. */
    static String id(long finding) {
        return String.format(Locale.ROOT, "F-%06d", finding);
    }

    /** Episodes, in the order of the places, each once. */
    public List<String> episodes() {
        return places.stream().map(Place::episode).distinct().toList();
    }
}
