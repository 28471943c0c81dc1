package io.sosia.jobs.cli;

import io.sosia.detector.inference.ModelRefusedException;
import io.sosia.detector.media.Sampling;
import io.sosia.indexer.match.Upload;
import io.sosia.indexer.registry.PersonId;
import io.sosia.jobs.audit.AuditKind;
import io.sosia.jobs.audit.AuditSubject;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.jobs.scan.Claim;
import io.sosia.jobs.scan.Claim.ClaimGrounds;
import io.sosia.jobs.scan.Claim.Outcome;
import io.sosia.jobs.scan.JsonLines;
import io.sosia.jobs.scan.NamedClaims;
import io.sosia.models.catalogue.ModelCard;
import io.sosia.models.catalogue.ModelCatalogue;
import io.sosia.models.store.ModelUnavailableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code claim}: is a named person in a clip? */
@Command(
        name = "claim",
        description = {
            "Does a clip show the person who says so?",
            "Only that person is compared (1:1), and from which similarity on the claim is borne out is by",
            "scan.claimRate, not by the alarms of a night. Nothing is stored, and no result of a scan changes."
        },
        footer = {
            "%nBORNE_OUT: a face is like enough; REVIEW: a person must look; NOT_BORNE_OUT: no face is like enough, which",
            "is no proof that the person is not in it. A look-alike cannot be excluded."
        })
final class ClaimCommand implements Callable<Integer> {

    private static final int TIMES = 3;

    /** For people; programs get the whole record. */
    private static final Shape<Claim> CLAIM = Shape.<Claim>of("claim")
            .field("path", "CLIP", Claim::path)
            .field("outcome", "OUTCOME", Claim::outcome)
            .field("verdict", "VERDICT", Claim::verdict)
            .field(
                    "similarity",
                    "SIMILARITY",
                    Claim::similarity,
                    c -> c.similarity().map(Figures::three).orElse(""))
            .field("threshold", "THRESHOLD", Claim::threshold, c -> Figures.three(c.threshold()))
            .field("appearances", "SEEN AT", Claim::appearances, ClaimCommand::seen)
            .field("grounds", "SUPPORT", Claim::grounds, ClaimCommand::support)
            .field("explanation", "WHY", Claim::explanation, ClaimCommand::why);

    private final Invocation invocation;

    @Parameters(index = "0", paramLabel = "ID", description = "The person")
    @SuppressWarnings("NullAway.Init") // picocli refuses to start without it
    private PersonId id;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "FILE", description = "Clips, each a claim")
    private List<Path> files = List.of();

    @Option(
            names = "--sampling",
            paramLabel = "nightly|thorough|DURATION",
            defaultValue = "thorough",
            description = "Which frames are looked at: key frames, one in 500 ms, or one in e.g. 250ms. Default:"
                    + " ${DEFAULT-VALUE}")
    private Sampling sampling = Sampling.thorough();

    @Option(
            names = "--uploader",
            paramLabel = "ACCOUNT",
            description = "Who uploaded it; otherwise no licence can be found that covers it")
    private Optional<String> uploader = Optional.empty();

    @Option(names = "--work", paramLabel = "W", description = "The drama. Default: the folder's name")
    private Optional<String> work = Optional.empty();

    @Option(names = "--territory", paramLabel = "T", description = "ISO 3166 code of where it was published")
    private Optional<String> territory = Optional.empty();

    ClaimCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws NotReadyException, ModelUnavailableException, ModelRefusedException {
        uploader.ifPresent(account -> Enrolment.requirePlain("--uploader", account));
        try (Workplace workplace = Workplace.open(invocation)) {
            if (workplace.register().person(id).isEmpty()) {
                return NotFound.report(invocation, "person", id.value());
            }
            if (!workplace.register().searchable(invocation.today()).contains(id)) {
                throw new NotReadyException(
                        id + " has no consent that is valid today, so nobody is compared with them");
            }
            ModelCatalogue catalogue = ModelCatalogue.standard();
            ModelCard recogniser = workplace.recogniserCard(catalogue);
            Optional<ModelCard> strong = workplace.strongRecogniserCard(catalogue);
            // Before models are loaded, and perhaps fetched.
            NamedClaims.rule(workplace.settings().scan(), recogniser, strong);
            workplace.record(
                    AuditKind.SEARCHED,
                    Stream.concat(
                                    Stream.of(AuditSubject.person(id.value())),
                                    uploader.map(AuditSubject::account).stream())
                            .toList(),
                    Map.of(
                            "what",
                            "claim",
                            "files",
                            String.valueOf(files.size()),
                            "sampling",
                            sampling.key(),
                            "settings",
                            workplace.settingsDigest()));
            boolean json = invocation.chosenFormat() == OutputFormat.json;
            List<Claim> claims = new ArrayList<>();
            try (NamedClaims judge = NamedClaims.open(
                    workplace.register(),
                    workplace.settings().scan(),
                    workplace.faceModels(),
                    recogniser,
                    strong,
                    id,
                    invocation.clock())) {
                for (Path file : files) {
                    Claim claim = judge.judge(file, file.toString(), upload(file), sampling);
                    claims.add(claim);
                    if (json) {
                        invocation.console().out().println(TerminalText.json(JsonLines.line("claim", claim)));
                        invocation.console().out().flush();
                    }
                }
            }
            if (!json) {
                invocation.results().list(CLAIM, claims);
            }
            return (claims.stream().anyMatch(claim -> claim.reason().isPresent())
                            ? ExitCode.SOME_REFUSED
                            : ExitCode.DONE)
                    .number();
        }
    }

    private Upload upload(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        Path folder = absolute.getParent();
        return new Upload(
                work.orElseGet(() -> Optional.ofNullable(folder)
                        .map(Path::getFileName)
                        .map(Path::toString)
                        .orElse("/")),
                String.valueOf(absolute.getFileName()),
                uploader,
                Optional.empty(),
                territory);
    }

    private static String seen(Claim claim) {
        int more = claim.appearances().size() - TIMES;
        return claim.appearances().stream()
                        .limit(TIMES)
                        .map(a -> Durations.clock(Duration.ofMillis(a.startMs())))
                        .collect(Collectors.joining(", "))
                + (more > 0 ? " and " + more + " more" : "");
    }

    /** In words, and by which mode and rate. */
    private static String support(Claim claim) {
        return claim.grounds().map(ClaimCommand::support).orElse("");
    }

    private static String support(ClaimGrounds grounds) {
        return String.format(
                Locale.ROOT,
                "%s; %s, 1 in %,.0f comparisons with others",
                grounds.likelihoodRatio().words(),
                grounds.mode(),
                1 / grounds.fmr());
    }

    private static String why(Claim claim) {
        return claim.explanation()
                + claim.detail()
                        .map(detail ->
                                (claim.outcome() == Outcome.NOT_SCANNED ? ": " : "; looked at in part: ") + detail)
                        .orElse("");
    }
}
