package io.sosia.jobs.demo;

import io.sosia.indexer.match.Verdict;
import io.sosia.indexer.registry.LicenceTerms;
import io.sosia.indexer.registry.PersonId;
import io.sosia.jobs.demo.Platform.UploadedDrama;
import io.sosia.testdata.film.Appearance;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a person and an uploader agreed on, made up so that every verdict occurs.
 *
 * @param person who is seen
 * @param work in which drama
 * @param expected what a scan should say
 * @param licence what was signed, if anything
 */
public record Contract(String person, String work, Verdict expected, Optional<LicenceTerms> licence) {

    /** In turns, so that as many kinds occur as there are people seen. */
    private static final List<Verdict> TURNS =
            List.of(Verdict.UNLICENSED, Verdict.LICENSED, Verdict.LICENCE_EXPIRED, Verdict.OUT_OF_SCOPE);

    /**
     * A contract for each registered person in each drama.
     *
     * @param doubled somebody who is registered twice, so that nobody can tell which is meant; for review
     * @param published the day on which everything was published
     */
    public static List<Contract> drawUp(List<UploadedDrama> uploads, String doubled, LocalDate published) {
        List<Contract> contracts = new ArrayList<>();
        Set<String> done = new LinkedHashSet<>();
        int turn = 0;
        for (UploadedDrama upload : uploads) {
            for (Appearance seen : upload.truth()) {
                String person = seen.person();
                if (person.isEmpty() || !done.add(upload.work() + "/" + person)) {
                    continue;
                }
                Verdict expected =
                        person.equals(doubled) ? Verdict.REVIEW : TURNS.get(turn++ % TURNS.size());
                contracts.add(new Contract(
                        person, upload.work(), expected, licence(person, upload, expected, published)));
            }
        }
        return contracts;
    }

    private static Optional<LicenceTerms> licence(
            String person, UploadedDrama upload, Verdict expected, LocalDate published) {
        return switch (expected) {
            case UNLICENSED, REVIEW -> Optional.empty();
            case LICENSED ->
                Optional.of(terms(person, upload, upload.work(), published.minusYears(1), published.plusYears(1)));
            case LICENCE_EXPIRED ->
                Optional.of(terms(person, upload, upload.work(), published.minusYears(2), published.minusDays(30)));
            case OUT_OF_SCOPE ->
                Optional.of(terms(person, upload, "another-drama", published.minusYears(1), published.plusYears(1)));
        };
    }

    private static LicenceTerms terms(
            String person, UploadedDrama upload, String work, LocalDate from, LocalDate until) {
        return new LicenceTerms(
                new PersonId(person),
                upload.uploader(),
                Optional.of(work),
                Set.of(),
                Set.of(),
                from,
                until,
                Optional.empty());
    }
}
