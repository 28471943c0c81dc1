package io.sosia.models.catalogue;

import java.util.List;

/**
 * What was measured of a recogniser that looks closer together with the quick one before it. The two are measured as a
 * pair: with another quick one nothing of it holds.
 *
 * @param quick id of the card of the recogniser that sees every face
 * @param operatingPoints thresholds of the two's joint score, strictest last
 */
public record CascadeCard(String quick, List<OperatingPoint> operatingPoints) {
    /** @throws IllegalArgumentException if nothing was measured */
    public CascadeCard {
        operatingPoints = List.copyOf(operatingPoints);
        if (operatingPoints.isEmpty()) {
            throw new IllegalArgumentException("a cascade after " + quick + " without an operating point");
        }
    }
}
