package io.sosia.jobs.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sosia.indexer.match.Verdict;
import io.sosia.jobs.evaluate.ScanAccuracy.FoundPerson;
import io.sosia.jobs.evaluate.ScanAccuracy.Span;
import io.sosia.jobs.evaluate.statistics.Resampling;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScanAccuracyTest {

    private static final Resampling RESAMPLING = new Resampling(200, 7);
    private static final Path ONE = Path.of("/films/1.mp4");
    private static final Path TWO = Path.of("/films/2.mp4");

    private static TrueAppearance truth(Path video, String person, long start, long end) {
        return new TrueAppearance(video, person.isEmpty() ? Optional.empty() : Optional.of(person), start, end);
    }

    private static FoundPerson found(Path video, String person, Verdict verdict, long start, long end) {
        return new FoundPerson(video, person, verdict, List.of(new Span(start, end)));
    }

    private static ScanAccuracy everybody(
            List<TrueAppearance> truth, List<FoundPerson> findings, Set<String> registered, long videoMs) {
        return ScanAccuracy.of(truth, findings, registered, videoMs, Part.of(List.of()), RESAMPLING)
                .getFirst();
    }

    @Test
    void countsWhatWasFoundMissedAndInvented() {
        List<TrueAppearance> truth = List.of(
                truth(ONE, "ann", 0, 2000),
                truth(ONE, "ann", 5000, 7000),
                truth(ONE, "bob", 1000, 3000),
                truth(TWO, "bob", 0, 4000),
                truth(TWO, "eve", 4000, 6000),
                truth(TWO, "", 8000, 9000));
        List<FoundPerson> findings = List.of(
                found(ONE, "ann", Verdict.LICENSED, 100, 1900),
                found(TWO, "bob", Verdict.REVIEW, 3900, 4100),
                // Nobody called ann is in the second film: eve is taken for her.
                found(TWO, "ann", Verdict.UNLICENSED, 4500, 5500),
                // False too, but a person looks before anybody is accused.
                found(TWO, "ann", Verdict.REVIEW, 8000, 8500),
                // And whoever is taken for bob here is mistaken all the same, though a licence covers it.
                found(ONE, "bob", Verdict.LICENSED, 5000, 7000));
        PeopleGroup group = new PeopleGroup("g", Set.of("bob", "eve"));
        List<ScanAccuracy> parts =
                ScanAccuracy.of(truth, findings, Set.of("ann", "bob"), 1_800_000, Part.of(List.of(group)), RESAMPLING);
        ScanAccuracy measured = parts.getFirst();
        assertEquals(4, measured.appearances(), "eve and the unknown person are not registered");
        assertEquals(2, measured.found());
        assertEquals(2, measured.missed().count());
        assertEquals(1, measured.foundForReview());
        assertEquals(0.5, measured.missed().rate());
        assertEquals(3, measured.falsePerHour().count());
        assertEquals(1, measured.falseForReview());
        assertEquals(6.0, measured.falsePerHour().rate(), 1e-12, "three in half an hour");
        assertEquals(2, measured.accused().trials());
        assertEquals(1, measured.accused().count());

        ScanAccuracy inGroup = parts.get(1);
        assertEquals(2, inGroup.appearances(), "bob's");
        assertEquals(1, inGroup.found());
        assertEquals(1, inGroup.falsePerHour().count(), "who was taken for bob");
        assertEquals(1, inGroup.accused().trials(), "eve");
        ScanAccuracy rest = parts.get(2);
        assertEquals(2, rest.appearances(), "ann's");
        assertEquals(2, rest.falsePerHour().count());
        assertEquals(1, rest.accused().trials(), "who has no name is in no group");
    }

    @Test
    void strangerIsAccusedThoughThePersonIsSeenElsewhereInTheFilm() {
        FoundPerson finding = new FoundPerson(
                ONE, "ann", Verdict.UNLICENSED, List.of(new Span(10_000, 12_000), new Span(40_000, 42_000)));
        List<TrueAppearance> truth = List.of(
                truth(ONE, "ann", 10_000, 12_000), truth(ONE, "eve", 40_000, 42_000), truth(ONE, "", 9000, 11_000));

        ScanAccuracy measured = everybody(truth, List.of(finding), Set.of("ann"), 3_600_000);

        assertEquals(1, measured.found());
        assertEquals(1, measured.accused().count(), "eve, and not who is seen beside ann");
        assertEquals(2, measured.accused().trials());
        assertEquals(1, measured.falsePerHour().count());
        assertEquals(0, measured.falseForReview());
    }

    @Test
    void aFindingInAnotherVideoFindsNothing() {
        ScanAccuracy measured = everybody(
                List.of(truth(ONE, "ann", 0, 2000)),
                List.of(found(TWO, "ann", Verdict.UNLICENSED, 0, 2000)),
                Set.of("ann"),
                3_600_000);
        assertEquals(0, measured.found());
        assertEquals(1, measured.falsePerHour().count());
    }

    @Test
    void ratesAreUnknownWhereThereIsNothingToDivideBy() {
        ScanAccuracy measured = everybody(List.of(), List.of(), Set.of(), 0);
        assertEquals(Double.NaN, measured.missed().rate());
        assertEquals(Double.NaN, measured.falsePerHour().rate());
    }
}
