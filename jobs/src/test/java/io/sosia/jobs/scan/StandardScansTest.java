package io.sosia.jobs.scan;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.jobs.config.Settings;
import io.sosia.models.catalogue.ModelCard;
import io.sosia.models.catalogue.ModelCatalogue;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandardScansTest {

    private final ModelCard recogniser = ModelCatalogue.standard().card("mobilefacenet-ms1m");

    @TempDir
    private Path folder;

    @Test
    void onAFirstNightThePopulationsTableDecidesProvisionally() throws NotReadyException {
        DecisionBasis basis = basis("{}", Optional.empty(), 471);

        assertTrue(basis.calibration().provisional());
        assertEquals("mixed", basis.calibration().population());
        assertEquals(0.01, basis.budget().perTrack());
        assertEquals(
                basis.calibration().tail().score(0.01, 471),
                basis.rule(0.03, 0.05).least().value(),
                1e-4);
        assertTrue(basis.rule(0.03, 0.05).source().contains("provisional"));
    }

    @Test
    void aBudgetAndANightGiveTheThreshold() throws NotReadyException {
        DecisionBasis few = basis("{}", Optional.empty(), 471);
        DecisionBasis many = basis("{\"scan\": {\"tracksPerNight\": 100000}}", Optional.empty(), 471);
        DecisionBasis generous =
                basis("{\"scan\": {\"tracksPerNight\": 100000, \"alarmsPerNight\": 50}}", Optional.empty(), 471);

        assertEquals(5e-5, many.budget().perTrack(), 1e-12);
        assertTrue(many.thresholds().general() > generous.thresholds().general());
        assertTrue(generous.thresholds().general() > few.thresholds().general());
    }

    @Test
    void eachScoringAndPopulationHasATableOfItsOwn() throws NotReadyException {
        ModelCard strong = ModelCatalogue.standard().card("omz-0095");
        DecisionBasis alone = basis("{}", Optional.empty(), 471);
        DecisionBasis both = basis("{}", Optional.of(strong), 471);
        DecisionBasis asian = basis("{\"scan\": {\"population\": \"east-asian\"}}", Optional.of(strong), 471);

        assertTrue(both.calibration().scoring().contains("omz-0095"));
        assertFalse(alone.calibration().scoring().contains("omz-0095"));
        assertEquals("east-asian", asian.calibration().population());
    }

    @Test
    void aPopulationThatNobodyMeasuredIsRefused() {
        NotReadyException refused = assertThrows(
                NotReadyException.class,
                () -> basis("{\"scan\": {\"population\": \"martian\"}}", Optional.empty(), 471));

        assertTrue(String.valueOf(refused.getMessage()).contains("lfw"), refused.toString());
    }

    @Test
    void aThresholdThatIsSetStands() throws NotReadyException {
        DecisionBasis basis = basis("{\"scan\": {\"threshold\": 0.61}}", Optional.empty(), 471);

        assertEquals(0.61, basis.rule(0.03, 0.05).threshold().value());
        assertTrue(basis.rule(0.03, 0.05).source().contains("scan.threshold"));
    }

    @Test
    void recognisersThatNobodyMeasuredTogetherAreRefused() {
        ModelCard other = ModelCatalogue.standard().card("sface-2021dec");

        NotReadyException refused = assertThrows(NotReadyException.class, () -> basis("{}", Optional.of(other), 471));

        assertTrue(String.valueOf(refused.getMessage()).contains("strongRecogniser"), refused.toString());
    }

    private DecisionBasis basis(String settings, Optional<ModelCard> strong, int registered) throws NotReadyException {
        try (RegisterDatabase database = RegisterDatabase.open(folder.resolve("register.db"))) {
            return StandardScans.basis(
                    Settings.parse(settings).scan(), recogniser, strong, registered, StoredCalibrations.open(database));
        }
    }

    @Test
    void recogniserWhoseTracksNobodyMeasuredIsRefused() {
        ModelCard other = ModelCatalogue.standard().card("sface-2021dec");

        NotReadyException refused = assertThrows(NotReadyException.class, () -> StandardScans.requireMeasured(other));

        assertTrue(String.valueOf(refused.getMessage()).contains("sface-2021dec"), refused.toString());
        assertDoesNotThrow(() -> StandardScans.requireMeasured(recogniser));
    }
}
