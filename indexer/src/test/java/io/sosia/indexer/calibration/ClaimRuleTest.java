package io.sosia.indexer.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.models.catalogue.PopulationTable;
import io.sosia.models.catalogue.PopulationTable.ClaimPoint;
import io.sosia.models.catalogue.PopulationTables;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClaimRuleTest {

    @Test
    void aClaimKeepsToAFalseMatchRate() {
        for (PopulationTable table : PopulationTables.standard().tables()) {
            for (ClaimPoint point : table.claimPoints()) {
                assertEquals(point.threshold(), ClaimRule.of(table, point.fmr()).threshold(), 0);
                assertEquals(
                        point.threshold(),
                        ClaimRule.of(table, 1.5 * point.fmr()).threshold(),
                        0);
            }
            assertThrows(IllegalArgumentException.class, () -> ClaimRule.of(table, 1e-9));
        }
    }

    @Test
    void whoWasNamedNeedsLessThanWhoWasSearchedForAmongMany() {
        for (PopulationTable table : PopulationTables.standard().tables()) {
            double claim = ClaimRule.of(table, 0.001).threshold();
            double search = Calibration.ofTable(table).threshold(0.001, 500);
            assertTrue(claim < search, () -> table.population() + ": " + claim + " and " + search);
        }
    }

    @Test
    void aClaimsRatioSpeaksOfOnePersonAlone() {
        PopulationTable table = PopulationTables.standard().tables().getFirst();
        LikelihoodRatio ratio = new LikelihoodModel(Calibration.ofClaims(table), 1).ratio(0.6, Optional.empty());
        assertEquals("the track shows somebody else", ratio.second());
        assertTrue(ratio.log10() > 1, () -> ratio.toString());
    }

    @Test
    void reviewBeginsAtTheOperatingPoint() {
        ClaimRule claim = new ClaimRule(0.0001, 0.4321, 0.01, "made-up", "nothing");
        DecisionRule rule = claim.decisions(0.03);
        assertEquals(0.4321, rule.least().value(), 1e-4);
        assertTrue(rule.least().value() >= 0.4321, "never below the point that was measured");
        assertEquals(0.4621, rule.threshold().value(), 1e-4);
        assertTrue(rule.source().contains("made-up"), rule.source());
    }
}
