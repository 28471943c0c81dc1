package io.sosia.indexer.registry;

/**
 * What a portrait shows of a person besides who it is: by it people are told which photo to add next.
 *
 * @param facing where the face looks
 * @param brightness mean luma of the face, 0 to 1
 */
public record PortraitView(Facing facing, double brightness) {
    /** @throws IllegalArgumentException if the brightness lies outside 0..1 */
    public PortraitView {
        if (!(brightness >= 0 && brightness <= 1)) {
            throw new IllegalArgumentException("brightness: " + brightness + " is not in 0..1");
        }
    }
}
