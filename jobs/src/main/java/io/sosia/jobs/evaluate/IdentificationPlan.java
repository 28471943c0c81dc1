package io.sosia.jobs.evaluate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who is registered with which pictures, and which pictures are searched for. Each person with more pictures than are
 * registered is in the gallery with their first; their others are the mated probes. All pictures of everybody else are
 * the non-mated probes.
 *
 * @param gallery the pictures that each person is registered with
 * @param mated probes of people in the gallery, with the person
 * @param nonMated probes of people that nobody registered
 */
public record IdentificationPlan(Map<String, List<Path>> gallery, List<MatedProbe> mated, List<Path> nonMated) {

    /**
     * Divides the pictures.
     *
     * @param portraits how many pictures a person is registered with, 1 or more
     */
    public static IdentificationPlan of(LabelledImages labelled, int portraits) {
        if (portraits < 1) {
            throw new IllegalArgumentException("portraits: " + portraits + " is not 1 or more");
        }
        Map<String, List<Path>> gallery = new LinkedHashMap<>();
        List<MatedProbe> mated = new ArrayList<>();
        List<Path> nonMated = new ArrayList<>();
        labelled.images().forEach((person, images) -> {
            if (images.size() > portraits) {
                gallery.put(person, List.copyOf(images.subList(0, portraits)));
                images.subList(portraits, images.size()).forEach(image -> mated.add(new MatedProbe(person, image)));
            } else {
                nonMated.addAll(images);
            }
        });
        return new IdentificationPlan(gallery, List.copyOf(mated), List.copyOf(nonMated));
    }

    /** A picture of somebody in the gallery. */
    public record MatedProbe(String person, Path image) {}
}
