package io.sosia.jobs.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A folder for each person, with their pictures in it.
 *
 * @param images by the person's name, both in the order of names; people without a picture are left out
 */
public record LabelledImages(SortedMap<String, List<Path>> images) {

    private static final Set<String> EXTENSIONS = Set.of("jpg", "jpeg", "png", "webp", "bmp");

    /**
     * Lists the pictures.
     *
     * @throws LabelsException if there is none
     * @throws IOException if a folder cannot be read
     */
    public static LabelledImages read(Path folder) throws IOException, LabelsException {
        SortedMap<String, List<Path>> images = new TreeMap<>();
        if (Files.isDirectory(folder)) {
            for (Path person : list(folder)) {
                if (Files.isDirectory(person)) {
                    List<Path> pictures = list(person).stream()
                            .filter(LabelledImages::isPicture)
                            .toList();
                    if (!pictures.isEmpty()) {
                        images.put(person.getFileName().toString(), pictures);
                    }
                }
            }
        }
        if (images.isEmpty()) {
            throw new LabelsException(folder, "holds no folder with pictures: a folder for each person is expected");
        }
        return new LabelledImages(images);
    }

    /** Those of some people. */
    public LabelledImages of(Predicate<String> people) {
        SortedMap<String, List<Path>> kept = new TreeMap<>(images);
        kept.keySet().removeIf(people.negate());
        return new LabelledImages(kept);
    }

    /** How many pictures there are. */
    public int count() {
        return images.values().stream().mapToInt(List::size).sum();
    }

    /** Every picture. */
    public Set<Path> all() {
        return images.values().stream().flatMap(List::stream).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** How many pairs of two pictures there are. */
    public long pairs() {
        return (long) count() * (count() - 1) / 2;
    }

    /** How many of them show one person. */
    public long pairsOfOnePerson() {
        return images.values().stream()
                .mapToLong(own -> (long) own.size() * (own.size() - 1) / 2)
                .sum();
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static boolean isPicture(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return !name.startsWith(".") && EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1));
    }
}
