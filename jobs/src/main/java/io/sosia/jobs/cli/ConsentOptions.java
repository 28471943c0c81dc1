package io.sosia.jobs.cli;

import java.time.LocalDate;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options by which every command that registers people is told of their consent. */
final class ConsentOptions {

    @Option(names = "--consent", required = true, paramLabel = "REF", description = "Where the signed consent is")
    private String reference = "";

    @Option(names = "--consent-until", paramLabel = "DATE", description = "Last day. Default: until withdrawn")
    private Optional<LocalDate> until = Optional.empty();

    /**
     * What they say.
     *
     * @throws UsageException if it cannot be a consent, or has ended already
     */
    ConsentGiven given(LocalDate today) {
        return new ConsentGiven(reference, until, today);
    }
}
