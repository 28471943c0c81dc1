package io.sosia.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sosia.models.catalogue.ModelCard;
import io.sosia.models.catalogue.ModelCatalogue;
import io.sosia.models.catalogue.OperatingPoint;
import io.sosia.models.vector.Cosine;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LookAlikeSearchTest {

    private final ModelCard quick = ModelCatalogue.standard().card("mobilefacenet-ms1m");
    private final ModelCard strong = ModelCatalogue.standard().card("omz-0095");

    @Test
    void whoIsAlikeIsByWhatWasMeasuredForTheRecognisersAndNotByAnyStream() {
        assertEquals(
                Optional.of(atOnePercent(quick.operatingPoints())), LookAlikeSearch.measured(quick, Optional.empty()));
        assertEquals(
                Optional.of(atOnePercent(strong.cascade().orElseThrow().operatingPoints())),
                LookAlikeSearch.measured(quick, Optional.of(strong)));
    }

    @Test
    void whatNobodyMeasuredHasNoThreshold() {
        ModelCard other = ModelCatalogue.standard().card("sface-2021dec");

        assertEquals(Optional.empty(), LookAlikeSearch.measured(other, Optional.empty()));
        assertEquals(Optional.empty(), LookAlikeSearch.measured(other, Optional.of(strong)));
    }

    private static Cosine atOnePercent(List<OperatingPoint> points) {
        return points.stream()
                .filter(point -> point.fpir() == 0.01)
                .map(point -> new Cosine(point.threshold()))
                .findFirst()
                .orElseThrow();
    }
}
