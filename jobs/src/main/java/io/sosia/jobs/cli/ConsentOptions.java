package io.sosia.jobs.cli;

import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which every command that registers people is told of their consent. */
final class ConsentOptions {

    @Option(names = "--consent", required = true, paramLabel = "REF", description = "Where the signed consent is")
    private String reference = "";

    @Option(names = "--consent-until", paramLabel = "DATE", description = "Last day. Default: until withdrawn")
    private Optional<LocalDate> until = Optional.empty();

    @Option(names = "--purpose", paramLabel = "TEXT", description = "What for, as the person agreed to it")
    private Optional<String> purpose = Optional.empty();

    @Option(names = "--consent-text", paramLabel = "VERSION", description = "Which version of the text was signed")
    private Optional<String> textVersion = Optional.empty();

    @Option(
            names = "--network-storage",
            paramLabel = "yes|no",
            description = {
                "Whether they agreed separately to be stored in a database",
                "that machines share, which then is needed. Default: no"
            })
    private @Nullable Answer networkStorage;

    @Option(names = "--minor", negatable = true, description = "A child, for whom a guardian consents (--guardian)")
    private @Nullable Boolean minor;

    @Option(names = "--guardian", paramLabel = "REF", description = "Where the guardian's signed consent is")
    private Optional<String> guardian = Optional.empty();

    /** Spelled as it is typed. */
    enum Answer {
        yes,
        no
    }

    /**
     * What they say.
     *
     * @throws UsageException if it cannot be a consent, or has ended already
     */
    ConsentGiven given(LocalDate today) {
        return new ConsentGiven(
                reference,
                until,
                purpose,
                textVersion,
                Optional.ofNullable(networkStorage).map(answer -> answer == Answer.yes),
                Optional.ofNullable(minor),
                guardian,
                today);
    }
}
