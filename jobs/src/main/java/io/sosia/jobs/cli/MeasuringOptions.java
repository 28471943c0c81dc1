package io.sosia.jobs.cli;

import io.sosia.jobs.evaluate.LabelsException;
import io.sosia.jobs.evaluate.Part;
import io.sosia.jobs.evaluate.PeopleGroup;
import io.sosia.jobs.evaluate.statistics.Resampling;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What all measurements of accuracy have in common: whose figures, how their intervals come about, where the page is. */
final class MeasuringOptions {

    @Option(
            names = "--groups",
            paramLabel = "FILE",
            description =
                    "Figures of these people beside the rest: a name on each line, the group is called as the file."
                            + " May be given several times")
    private List<Path> groups = List.of();

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Where the page goes. Default: a folder in reports/ of the home")
    private Optional<Path> report = Optional.empty();

    @Option(
            names = "--replicates",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Of the bootstrap behind the intervals. Default: ${DEFAULT-VALUE}")
    private int replicates = 2000;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of the bootstrap; the same gives the same intervals. Default: ${DEFAULT-VALUE}")
    private long seed = 1;

    /** @throws UsageException if there are too few or too many replicates */
    Resampling resampling() {
        if (replicates < Resampling.LEAST_REPLICATES || replicates > Resampling.MOST_REPLICATES) {
            throw new UsageException("--replicates " + replicates + " is not in " + Resampling.LEAST_REPLICATES + ".."
                    + Resampling.MOST_REPLICATES);
        }
        return new Resampling(replicates, seed);
    }

    /** The groups that were named. */
    List<PeopleGroup> groups() throws IOException, LabelsException {
        List<PeopleGroup> read = new ArrayList<>();
        for (Path file : groups) {
            PeopleGroup group = PeopleGroup.read(InputFile.readable("--groups", file));
            if (read.stream().anyMatch(other -> other.name().equals(group.name()))) {
                throw new UsageException("--groups names two files called " + group.name());
            }
            read.add(group);
        }
        return read;
    }

    /** Everybody, each group, and the rest. */
    List<Part> parts() throws IOException, LabelsException {
        return Part.of(groups());
    }

    /** Where the page goes, if that was said. */
    Optional<Path> report() {
        return report;
    }
}
