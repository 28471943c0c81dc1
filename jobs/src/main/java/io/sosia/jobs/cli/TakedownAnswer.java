package io.sosia.jobs.cli;

import io.sosia.jobs.audit.AuditKind;
import io.sosia.jobs.config.Home;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.jobs.takedown.CaseDesk;
import io.sosia.jobs.takedown.CaseDesk.Answer;
import io.sosia.jobs.takedown.CaseLetter;
import io.sosia.jobs.takedown.CaseLetter.Language;
import io.sosia.jobs.takedown.Recipient;
import io.sosia.jobs.takedown.TakedownCase;
import io.sosia.models.file.FileReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code takedown answer}: the statement of reasons. */
@Command(
        name = "answer",
        description = "Gives the answer of a round: a letter with what was found, decided and why.",
        footer = {
            "%nA finding that nobody has decided stops it. Asked for again, the letter is the one that was",
            "given, with its date. Requesters read no account's name, uploaders nothing of who asked, and",
            "nobody a similarity.",
            "%nExample:",
            "  sosia takedown answer C-000001 --to requester --lang zh --out letters"
        })
final class TakedownAnswer implements Callable<Integer> {

    private final Invocation invocation;

    @Parameters(paramLabel = "CASE", description = "For example C-000001")
    private String number = "";

    @Option(
            names = "--to",
            required = true,
            paramLabel = "requester|uploader",
            description = "Who gets it; the requester's stops the clock")
    private Recipient recipient = Recipient.REQUESTER;

    @Option(
            names = "--uploader",
            paramLabel = "ACCOUNT",
            description = "Which uploader. Default: the one that is concerned, where it is one")
    private Optional<String> uploader = Optional.empty();

    @Option(names = "--lang", required = true, paramLabel = "zh|en", description = "In which language")
    private Language language = Language.EN;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Folder for the letter, as a page and as text; nothing there is written over")
    private Path out = Path.of("");

    TakedownAnswer(Invocation invocation) {
        this.invocation = invocation;
    }

    /** A letter with its files. */
    private record Written(TakedownCase about, CaseLetter letter, Path html, Path text) {}

    private static final Shape<Written> WRITTEN = Shape.<Written>of("answer")
            .field("case", "CASE", w -> w.about().number())
            .field("round", "ROUND", w -> w.letter().round())
            .field("to", "TO", w -> w.letter().recipient().name().toLowerCase(Locale.ROOT))
            .field(
                    "uploader",
                    "UPLOADER",
                    w -> Optional.of(w.letter().account()).filter(account -> !account.isEmpty()))
            .field("lang", "LANGUAGE", w -> w.letter().language().tag())
            .field("given", "GIVEN", w -> w.letter().given())
            .field("state", "STATE", w -> w.about().state())
            .field("html", "PAGE", Written::html)
            .field("text", "TEXT", Written::text);

    @Override
    public Integer call() throws NotReadyException {
        if (recipient == Recipient.REQUESTER && uploader.isPresent()) {
            throw new UsageException("--uploader belongs to --to uploader");
        }
        if (Files.exists(out) && !Files.isDirectory(out)) {
            throw new UsageException("--out " + out + " is a file; a folder is needed");
        }
        try (Workplace workplace = Workplace.open(invocation)) {
            CaseDesk desk = workplace.desk();
            Instant now = invocation.clock().instant();
            Optional<TakedownCase> about = desk.look(number, now);
            if (about.isEmpty()) {
                return CaseResults.unknown(invocation, number);
            }
            String account = switch (recipient) {
                case REQUESTER -> "";
                case UPLOADER -> uploader.orElseGet(() -> onlyOne(desk, about.get()));
            };
            return switch (desk.answer(number, recipient, account, language, now)) {
                case Answer.Given given -> written(workplace, given);
                case Answer.Refused refused ->
                    CaseResults.refused(invocation, Optional.of(number), "answer", refused.why());
                case Answer.Unknown unknown -> CaseResults.unknown(invocation, number);
            };
        }
    }

    private static String onlyOne(CaseDesk desk, TakedownCase about) {
        Set<String> accounts = desk.concerned(about);
        if (accounts.size() != 1) {
            throw new UsageException(
                    accounts.isEmpty()
                            ? "--uploader is missing, and no account is concerned that is known"
                            : "--uploader is missing; concerned are " + String.join(", ", accounts));
        }
        return accounts.iterator().next();
    }

    private int written(Workplace workplace, Answer.Given given) throws NotReadyException {
        CaseLetter letter = given.letter();
        // An account's name is others' text and has no place in a file's.
        String name = String.format(
                Locale.ROOT,
                "%s-letter-%d-%s-%s",
                given.current().number(),
                given.ordinal(),
                letter.recipient().name().toLowerCase(Locale.ROOT),
                letter.language().tag());
        Path html = out.resolve(name + ".html");
        Path text = out.resolve(name + ".txt");
        if (given.again()) {
            invocation
                    .console()
                    .say("sosia: this answer was given at " + letter.given() + "; it is written as it was then");
        }
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("case", given.current().number());
        facts.put("round", String.valueOf(letter.round()));
        facts.put("what", "letter " + given.ordinal());
        facts.put("to", letter.recipient().name().toLowerCase(Locale.ROOT));
        workplace.record(AuditKind.EXPORTED, List.of(), facts);
        try {
            Home.createFolder(out);
            write(html, letter.html());
            write(text, letter.plain());
        } catch (IOException e) {
            return CaseResults.refused(
                    invocation,
                    Optional.of(number),
                    "answer",
                    "the answer counts as given, but its files could not be written: " + FileReason.wordsWithFile(e)
                            + "; the same command with another --out writes them");
        }
        invocation.results().list(WRITTEN, List.of(new Written(given.current(), letter, html, text)));
        return ExitCode.DONE.number();
    }

    private static void write(Path file, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            if (!Files.isRegularFile(file) || !Arrays.equals(Files.readAllBytes(file), bytes)) {
                throw new FileAlreadyExistsException(file.toString());
            }
            return;
        }
        Home.writeNewFile(file, text);
    }
}
