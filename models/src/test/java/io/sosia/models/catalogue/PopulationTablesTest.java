package io.sosia.models.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.models.catalogue.PopulationTable.ClaimPoint;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;

class PopulationTablesTest {

    private final PopulationTables standard = PopulationTables.standard();

    @Test
    void everyScoringHasEveryPopulation() {
        assertEquals(Set.of("east-asian", "lfw", "mixed"), standard.populations());
        Set<String> scorings = tables().stream().map(PopulationTable::scoring).collect(Collectors.toSet());
        for (String scoring : scorings) {
            for (String population : standard.populations()) {
                assertTrue(standard.find(population, scoring).isPresent(), population + " for " + scoring);
            }
        }
    }

    @Test
    void tablesAreOfTheCataloguesModels() {
        ModelCatalogue catalogue = ModelCatalogue.standard();
        for (PopulationTable table : tables()) {
            assertTrue(
                    catalogue.cards().stream()
                            .filter(card -> card.task() == ModelTask.RECOGNISER)
                            .anyMatch(card -> table.scoring()
                                    .contains(card.id() + ":" + card.sha256().substring(0, 12))),
                    table.scoring());
        }
    }

    @Test
    void aStricterClaimNeedsMoreAndMissesMore() {
        for (PopulationTable table : tables()) {
            List<ClaimPoint> points = table.claimPoints();
            for (int i = 1; i < points.size(); i++) {
                assertTrue(points.get(i).fmr() < points.get(i - 1).fmr());
                assertTrue(points.get(i).threshold() > points.get(i - 1).threshold());
                assertTrue(points.get(i).fnmr() >= points.get(i - 1).fnmr());
            }
        }
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        String written = PopulationTables.write(tables());
        assertEquals(
                tables(),
                PopulationTables.read(written.getBytes(StandardCharsets.UTF_8)).tables());
    }

    @Test
    void anUnknownFieldIsAnError() {
        String written = PopulationTables.write(tables()).replaceFirst("\"portraits\"", "\"portrait\"");
        assertThrows(JacksonException.class, () -> PopulationTables.read(written.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void twoTablesForOneThingAreAnError() {
        PopulationTable first = tables().getFirst();
        String written = PopulationTables.write(List.of(first, first));
        assertThrows(
                IllegalArgumentException.class, () -> PopulationTables.read(written.getBytes(StandardCharsets.UTF_8)));
    }

    private List<PopulationTable> tables() {
        return standard.tables();
    }
}
