package io.sosia.jobs.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sosia.jobs.evaluate.Identification.MatedSearch;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class IdentificationTest {

    @Test
    void missesWhoIsNotFirstOrNotAlikeEnough() {
        List<MatedSearch> mated = List.of(
                new MatedSearch(true, 0.9),
                new MatedSearch(true, 0.6),
                new MatedSearch(false, 0.95),
                new MatedSearch(true, 0.3));
        double[] nonMated = {0.7, 0.5, 0.4, 0.35, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2};
        Identification measured = Identification.of(5, mated, nonMated);
        assertEquals(5, measured.gallery());
        assertEquals(4, measured.mated());
        assertEquals(10, measured.nonMated());
        assertEquals(0.75, measured.rank1());
        // One false alarm in ten: 0.5 must be exceeded, which 0.9 and 0.6 do; 0.95 is somebody else.
        assertEquals(0.5, measured.fnirAtFpir().get(0.1));
        assertEquals(0.5, measured.thresholdAtFpir().get(0.1));
        // No false alarm: 0.7 must be exceeded, which only 0.9 does.
        assertEquals(0.75, measured.fnirAtFpir().get(0.01));
        assertEquals(0.75, measured.fnirAtFpir().get(0.001));
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
                        new IdentificationPlan.MatedProbe("a", a2),
                        new IdentificationPlan.MatedProbe("a", a3),
                        new IdentificationPlan.MatedProbe("b", b2)),
                one.mated());
        assertEquals(List.of(c1), one.nonMated());

        IdentificationPlan two = IdentificationPlan.of(labelled, 2);
        assertEquals(Map.of("a", List.of(a1, a2)), two.gallery());
        assertEquals(List.of(new IdentificationPlan.MatedProbe("a", a3)), two.mated());
        assertEquals(List.of(b1, b2, c1), two.nonMated());

        assertThrows(IllegalArgumentException.class, () -> IdentificationPlan.of(labelled, 0));
    }

    @Test
    void needsBothKindsOfSearches() {
        assertThrows(IllegalArgumentException.class, () -> Identification.of(1, List.of(), new double[] {0.1}));
        assertThrows(
                IllegalArgumentException.class,
                () -> Identification.of(1, List.of(new MatedSearch(true, 0.9)), new double[0]));
    }
}
