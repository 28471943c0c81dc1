package io.sosia.models.catalogue;

import java.util.List;

/**
 * How pixels become the input tensor: {@code (pixel * scale - mean[c]) / deviation[c]}, per channel in the tensor's
 * channel order.
 *
 * @param tensor name and shape
 * @param layout {@code NCHW}
 * @param channels {@code RGB} or {@code BGR}: the order of the channel axis
 * @param scale multiplies a pixel of 0..255
 * @param mean for each channel, after scaling
 * @param deviation for each channel, above 0
 * @param multipleOf height and width must be divisible by this
 */
public record InputCard(
        TensorCard tensor,
        String layout,
        String channels,
        double scale,
        List<Double> mean,
        List<Double> deviation,
        int multipleOf) {
    /** @throws IllegalArgumentException if a part is not one of those named above */
    public InputCard {
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
        if (!layout.equals("NCHW") || !(channels.equals("RGB") || channels.equals("BGR"))) {
            throw new IllegalArgumentException("input of layout " + layout + " and channels " + channels);
        }
        if (mean.size() != 3 || deviation.size() != 3 || deviation.stream().anyMatch(d -> !(d > 0)) || !(scale > 0)) {
            throw new IllegalArgumentException(
                    "input: mean and deviation are 3 numbers each, deviation and scale above 0");
        }
        if (multipleOf < 1) {
            throw new IllegalArgumentException("multipleOf: " + multipleOf);
        }
    }
}
