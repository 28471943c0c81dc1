package io.sosia.jobs.scan;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.jobs.config.NotReadyException;
import io.sosia.jobs.config.Settings;
import io.sosia.models.catalogue.ModelCard;
import io.sosia.models.catalogue.ModelCatalogue;
import io.sosia.models.catalogue.OperatingPoint;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StandardScansTest {

    private final ModelCard recogniser = ModelCatalogue.standard().card("mobilefacenet-ms1m");

    @Test
    void alarmRateThatNobodyMeasuredIsRefused() {
        double lowest = recogniser.operatingPoints().stream()
                .mapToDouble(OperatingPoint::fpir)
                .min()
                .orElseThrow();
        Settings settings = Settings.parse("{\"scan\": {\"alarmRate\": " + lowest / 2 + "}}");

        NotReadyException refused = assertThrows(
                NotReadyException.class, () -> StandardScans.rule(settings.scan(), recogniser, Optional.empty()));

        assertTrue(String.valueOf(refused.getMessage()).contains(String.valueOf(lowest)), refused.toString());
    }

    @Test
    void alarmRatePicksThePointThatMissesLeast() throws NotReadyException {
        for (OperatingPoint point : recogniser.operatingPoints()) {
            Settings settings = Settings.parse("{\"scan\": {\"alarmRate\": " + point.fpir() + "}}");

            assertEquals(
                    point.threshold(),
                    StandardScans.rule(settings.scan(), recogniser, Optional.empty())
                            .threshold()
                            .value());
        }
    }

    @Test
    void twoRecognisersHaveATableOfTheirOwn() throws NotReadyException {
        ModelCard strong = ModelCatalogue.standard().card("omz-0095");
        for (OperatingPoint point : strong.cascade().orElseThrow().operatingPoints()) {
            Settings settings = Settings.parse("{\"scan\": {\"alarmRate\": " + point.fpir() + "}}");

            assertEquals(
                    point.threshold(),
                    StandardScans.rule(settings.scan(), recogniser, Optional.of(strong))
                            .threshold()
                            .value());
        }
    }

    @Test
    void recognisersThatNobodyMeasuredTogetherAreRefused() {
        ModelCard other = ModelCatalogue.standard().card("sface-2021dec");

        NotReadyException refused = assertThrows(
                NotReadyException.class,
                () -> StandardScans.rule(Settings.defaults().scan(), recogniser, Optional.of(other)));

        assertTrue(String.valueOf(refused.getMessage()).contains("strongRecogniser"), refused.toString());
    }

    @Test
    void recogniserWhoseTracksNobodyMeasuredIsRefused() {
        ModelCard other = ModelCatalogue.standard().card("sface-2021dec");

        NotReadyException refused = assertThrows(NotReadyException.class, () -> StandardScans.requireMeasured(other));

        assertTrue(String.valueOf(refused.getMessage()).contains("sface-2021dec"), refused.toString());
        assertDoesNotThrow(() -> StandardScans.requireMeasured(recogniser));
    }
}
