package io.sosia.jobs.evaluate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Who is registered with which pictures, and which pictures are searched for. Each person with more pictures than are
 * registered is in the gallery with their first; their others are the mated probes. All pictures of everybody else are
 * the non-mated probes.
 *
 * @param gallery the pictures that each person is registered with
 * @param mated probes of people in the gallery
 * @param nonMated probes of people that nobody registered
 */
public record IdentificationPlan(Map<String, List<Path>> gallery, List<Probe> mated, List<Probe> nonMated) {

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
        List<Probe> mated = new ArrayList<>();
        List<Probe> nonMated = new ArrayList<>();
        labelled.images().forEach((person, images) -> {
            boolean registered = images.size() > portraits;
            if (registered) {
                gallery.put(person, List.copyOf(images.subList(0, portraits)));
            }
            images.subList(registered ? portraits : 0, images.size())
                    .forEach(image -> (registered ? mated : nonMated).add(new Probe(person, image)));
        });
        return new IdentificationPlan(gallery, List.copyOf(mated), List.copyOf(nonMated));
    }

    /**
     * The same with further people whom nobody registered, all of whose pictures are non-mated probes.
     *
     * @throws IllegalArgumentException if somebody of that name is known already; the message names nobody
     */
    public IdentificationPlan with(LabelledImages strangers) {
        Set<String> known = new HashSet<>(gallery.keySet());
        nonMated.forEach(probe -> known.add(probe.person()));
        known.retainAll(strangers.images().keySet());
        if (!known.isEmpty()) {
            throw new IllegalArgumentException(
                    known.size() + " of the strangers are called as people of the images are");
        }
        List<Probe> all = new ArrayList<>(nonMated);
        strangers.images().forEach((person, images) -> images.forEach(image -> all.add(new Probe(person, image))));
        return new IdentificationPlan(gallery, mated, List.copyOf(all));
    }

    /** The same gallery, searched for pictures of some people only. */
    public IdentificationPlan searchingFor(Predicate<String> people) {
        return new IdentificationPlan(
                gallery,
                mated.stream().filter(probe -> people.test(probe.person())).toList(),
                nonMated.stream().filter(probe -> people.test(probe.person())).toList());
    }

    /** A picture to search for, and whom it shows. */
    public record Probe(String person, Path image) {}
}
