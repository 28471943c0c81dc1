package io.sosia.jobs.cli;

import io.sosia.detector.media.Sampling;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which frames are looked at. */
final class SamplingOption {

    @Option(
            names = "--sampling",
            paramLabel = "nightly|thorough|DURATION",
            description = "As for scan. Default: nightly, or what the home's settings say")
    private Optional<Sampling> sampling = Optional.empty();

    /** What was asked for, else what the settings say. */
    Sampling in(Workplace workplace) {
        return sampling.orElse(workplace.settings().scan().parsedSampling());
    }
}
