package io.sosia.jobs.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.jobs.evaluate.Identification.MatedSearch;
import io.sosia.jobs.evaluate.Identification.NonMatedSearch;
import io.sosia.jobs.evaluate.statistics.ErrorRates;
import io.sosia.jobs.evaluate.statistics.Resampling;
import io.sosia.jobs.evaluate.statistics.Tried;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IdentificationTest {

    private static final Resampling RESAMPLING = new Resampling(200, 7);

    private static List<NonMatedSearch> strangers(double... similarities) {
        return IntStream.range(0, similarities.length)
                .mapToObj(i -> new NonMatedSearch("s" + i, similarities[i]))
                .toList();
    }

    @Test
    void missesWhoIsNotFirstOrNotAlikeEnough() {
        List<MatedSearch> mated = List.of(
                new MatedSearch("a", true, 0.9),
                new MatedSearch("a", true, 0.6),
                new MatedSearch("b", false, 0.55),
                new MatedSearch("c", true, 0.3));
        List<NonMatedSearch> nonMated = strangers(0.7, 0.5, 0.4, 0.35, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2);
        Identification measured = Identification.of(5, mated, nonMated, Part.of(List.of()), RESAMPLING);
        assertEquals(5, measured.gallery());
        ErrorRates own = measured.everybody().errors().own();
        assertEquals(4, own.mated());
        assertEquals(3, own.matedPeople());
        assertEquals(10, own.nonMated());
        assertEquals(0.75, measured.everybody().rank1().rate());
        // One false alarm in ten: 0.5 must be exceeded, which 0.9 and 0.6 do; 0.55 does too, but comes second.
        assertEquals(0.5, measured.fnirAtFpir().get(0.1));
        assertEquals(0.5, measured.thresholdAtFpir().get(0.1));
        assertEquals(1, own.points().getFirst().falsePositives());
        assertEquals(2, own.points().getFirst().missed().count());
        // No false alarm: 0.7 must be exceeded, which only 0.9 does.
        assertEquals(0.75, measured.fnirAtFpir().get(0.01));
        assertEquals(0.75, measured.fnirAtFpir().get(0.001));
    }

    @Test
    void tellsGroupsApartAtEverybodysThreshold() {
        List<MatedSearch> mated = List.of(
                new MatedSearch("a", true, 0.9),
                new MatedSearch("a", true, 0.45),
                new MatedSearch("b", true, 0.8),
                new MatedSearch("c", true, 0.7));
        List<NonMatedSearch> nonMated = strangers(0.6, 0.5, 0.4, 0.3, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2);
        PeopleGroup group = new PeopleGroup("g", Set.of("a", "s0", "s9"));
        Identification measured = Identification.of(3, mated, nonMated, Part.of(List.of(group)), RESAMPLING);
        List<Identification.PartResult> parts = measured.parts();
        assertEquals(
                List.of("everybody", "g", "the rest"),
                parts.stream().map(part -> part.errors().part().name()).toList());
        Tried inGroup = parts.get(1).errors().common().getFirst();
        assertEquals(0.5, inGroup.threshold(), "one of ten strangers of everybody");
        assertEquals(1, inGroup.missed().count(), "0.45");
        assertEquals(2, inGroup.missed().trials());
        assertEquals(1, inGroup.falsePositives().count(), "s0");
        assertEquals(2, inGroup.falsePositives().trials());
        Tried rest = parts.get(2).errors().common().getFirst();
        assertEquals(0, rest.missed().count());
        assertEquals(0, rest.falsePositives().count());
        assertEquals(8, rest.falsePositives().trials());
        assertTrue(rest.missed().tooFew());
    }

    @Test
    void thresholdsOfOneHalfAreTriedOnTheOther() {
        // Of the letters, a to d are for tuning and e and f for reporting; see PeopleHalf and its test.
        assertEquals(PeopleHalf.TUNING, PeopleHalf.of("c"));
        assertEquals(PeopleHalf.REPORTING, PeopleHalf.of("e"));
        List<MatedSearch> mated = List.of(new MatedSearch("a", true, 0.9), new MatedSearch("e", true, 0.55));
        List<NonMatedSearch> nonMated = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            nonMated.add(new NonMatedSearch("c", 0.2 + i * 0.05));
        }
        nonMated.add(new NonMatedSearch(reporting(), 0.61));
        nonMated.add(new NonMatedSearch(reporting(), 0.1));
        Identification measured = Identification.of(2, mated, nonMated, Part.of(List.of()), RESAMPLING);
        assertEquals(1, measured.halves().size(), "ten cannot measure 0.01");
        Tried tried = measured.halves().getFirst();
        assertEquals(0.1, tried.promised());
        assertEquals(0.6, tried.threshold(), 1e-12, "of the tuning half only 0.65 is above");
        assertEquals(1, tried.falsePositives().count());
        assertEquals(2, tried.falsePositives().trials());
        assertEquals(1, tried.missed().count(), "0.55 of e; a is of the tuning half");
        assertEquals(1, tried.missed().trials());
    }

    /** Somebody else of the reporting half. */
    private static String reporting() {
        return IntStream.range(0, 100)
                .mapToObj(i -> "x" + i)
                .filter(name -> PeopleHalf.of(name) == PeopleHalf.REPORTING)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void dividesPeopleByTheirNumberOfPictures() {
        Path a1 = Path.of("a", "1.jpg");
        Path a2 = Path.of("a", "2.jpg");
        Path a3 = Path.of("a", "3.jpg");
        Path b1 = Path.of("b", "1.jpg");
        Path b2 = Path.of("b", "2.jpg");
        Path c1 = Path.of("c", "1.jpg");
        LabelledImages labelled = new LabelledImages(
                new TreeMap<>(Map.of("a", List.of(a1, a2, a3), "b", List.of(b1, b2), "c", List.of(c1))));

        IdentificationPlan one = IdentificationPlan.of(labelled, 1);
        assertEquals(Map.of("a", List.of(a1), "b", List.of(b1)), one.gallery());
        assertEquals(
                List.of(
                        new IdentificationPlan.Probe("a", a2),
                        new IdentificationPlan.Probe("a", a3),
                        new IdentificationPlan.Probe("b", b2)),
                one.mated());
        assertEquals(List.of(new IdentificationPlan.Probe("c", c1)), one.nonMated());

        IdentificationPlan two = IdentificationPlan.of(labelled, 2);
        assertEquals(Map.of("a", List.of(a1, a2)), two.gallery());
        assertEquals(List.of(new IdentificationPlan.Probe("a", a3)), two.mated());
        assertEquals(
                List.of(
                        new IdentificationPlan.Probe("b", b1),
                        new IdentificationPlan.Probe("b", b2),
                        new IdentificationPlan.Probe("c", c1)),
                two.nonMated());
        IdentificationPlan half = two.searchingFor("c"::equals);
        assertEquals(two.gallery(), half.gallery(), "everybody stays registered");
        assertEquals(List.of(), half.mated());
        assertEquals(List.of(new IdentificationPlan.Probe("c", c1)), half.nonMated());

        assertThrows(IllegalArgumentException.class, () -> IdentificationPlan.of(labelled, 0));
    }

    @Test
    void needsBothKindsOfSearches() {
        List<Part> parts = Part.of(List.of());
        assertThrows(
                IllegalArgumentException.class,
                () -> Identification.of(1, List.of(), strangers(0.1), parts, RESAMPLING));
        assertThrows(
                IllegalArgumentException.class,
                () -> Identification.of(1, List.of(new MatedSearch("a", true, 0.9)), List.of(), parts, RESAMPLING));
    }
}
