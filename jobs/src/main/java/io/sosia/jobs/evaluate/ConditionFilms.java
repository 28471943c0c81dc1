package io.sosia.jobs.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Films under one condition, with their truth.
 *
 * @param folder absolute
 * @param truth each appearance with its number
 */
public record ConditionFilms(Path folder, List<TrueAppearance> truth) {

    /** Copies the list. */
    public ConditionFilms {
        truth = List.copyOf(truth);
    }

    /** Why a folder holds no films that can be measured; empty where it does. */
    public static Optional<String> lacking(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Optional.of("there is no folder of that name");
        }
        // It is written last.
        return Files.isReadable(manifest(folder)) && Files.isReadable(truthFile(folder))
                ? Optional.empty()
                : Optional.of("its folder holds no manifest.jsonl and truth.jsonl: it was not filmed to the end");
    }

    /**
     * Reads the truth.
     *
     * @throws LabelsException if it does not keep to the format, or an appearance has no number of its own
     */
    public static ConditionFilms read(Path folder) throws IOException, LabelsException {
        Path absolute = folder.toAbsolutePath().normalize();
        List<TrueAppearance> truth = TruthFile.read(truthFile(absolute));
        if (truth.stream()
                        .map(TrueAppearance::number)
                        .flatMap(Optional::stream)
                        .distinct()
                        .count()
                < truth.size()) {
            throw new LabelsException(
                    truthFile(absolute), "has appearances without a number of their own; film it with --conditions");
        }
        return new ConditionFilms(absolute, truth);
    }

    /** The videos. */
    public Path manifest() {
        return manifest(folder);
    }

    private static Path manifest(Path folder) {
        return folder.resolve("manifest.jsonl");
    }

    private static Path truthFile(Path folder) {
        return folder.resolve("truth.jsonl");
    }

    /**
     * Checks that these are of the same screenplay.
     *
     * @throws LabelsException if an appearance is somebody else's there, or not there
     */
    public void requireSameAs(ConditionFilms plain) throws LabelsException {
        Map<Integer, TrueAppearance> byNumber = new HashMap<>();
        plain.truth.forEach(a -> a.number().ifPresent(number -> byNumber.put(number, a)));
        for (TrueAppearance appearance : truth) {
            int number = appearance.number().orElseThrow();
            TrueAppearance same = byNumber.get(number);
            if (same == null
                    || !same.person().equals(appearance.person())
                    || !same.video().endsWith(folder.relativize(appearance.video()))) {
                throw new LabelsException(
                        truthFile(folder),
                        "is not of the screenplay of " + plain.folder + ": appearance " + number + " differs");
            }
        }
    }
}
