package io.sosia.jobs.cli;

import io.sosia.jobs.evaluate.PeopleHalf;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Labelled photos, and whose are measured. */
final class PhotoSetOptions {

    @Option(names = "--images", required = true, paramLabel = "DIR", description = "A folder for each person")
    private Path images = Path.of("");

    @Option(
            names = "--half",
            paramLabel = "tuning|reporting",
            description = "Measure half of the people only, parted by a hash of their names: those that settings are"
                    + " tuned on, or the others. Default: all")
    private Optional<PeopleHalf> half = Optional.empty();

    Path images() {
        return images;
    }

    /** Whether somebody is among those who are measured. */
    boolean measures(String person) {
        return half.isEmpty() || half.get() == PeopleHalf.of(person);
    }

    /** Who is measured, in a word. */
    String half() {
        return half.map(PeopleHalf::toString).orElse("all");
    }
}
