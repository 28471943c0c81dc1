package io.sosia.detector.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.detector.pipeline.PhotoReader.PhotoRefusal;
import io.sosia.detector.pipeline.PhotoReader.Refused;
import io.sosia.detector.quality.FaceQuality;
import io.sosia.detector.quality.FaceVisibility;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortraitGateTest {

    private static Optional<Refused> gate(
            double sharpness, double frontality, double brightness, double confidence, double eyes, double mouth) {
        return PortraitGate.refusal(
                new FaceQuality(40, sharpness, frontality, 0.9, brightness, 0.5),
                confidence,
                new FaceVisibility(eyes, mouth));
    }

    @Test
    void anOrdinaryPortraitPasses() {
        assertEquals(Optional.empty(), gate(0.6, 0.75, 0.45, 0.93, 0.6, 0.7));
    }

    @ParameterizedTest
    @CsvSource({
        "0.10, 0.75, 0.45, 0.93, 0.60, 0.70, BLURRED, 0.10",
        "0.60, 0.09, 0.45, 0.93, 0.60, 0.70, EXTREME_POSE, 0.09",
        "0.60, 0.75, 0.05, 0.93, 0.60, 0.70, TOO_DARK, 0.05",
        "0.60, 0.75, 0.45, 0.87, 0.60, 0.70, OCCLUDED, 0.87",
        "0.60, 0.75, 0.45, 0.93, 0.09, 0.70, OCCLUDED, 0.09",
        "0.60, 0.75, 0.45, 0.93, 0.60, 0.11, OCCLUDED, 0.11"
    })
    void whatIsWrongIsSaidWithValueAndLimit(
            double sharpness,
            double frontality,
            double brightness,
            double confidence,
            double eyes,
            double mouth,
            PhotoRefusal reason,
            String value) {
        Refused refused =
                gate(sharpness, frontality, brightness, confidence, eyes, mouth).orElseThrow();
        assertEquals(reason, refused.reason());
        assertTrue(refused.detail().contains(value), refused::detail);
        assertTrue(refused.detail().contains("at least"), refused::detail);
    }
}
