package io.sosia.jobs.cli;

import io.sosia.jobs.audit.AuditDamage;
import io.sosia.jobs.audit.AuditFilter;
import io.sosia.jobs.audit.AuditKind;
import io.sosia.jobs.audit.AuditReport;
import io.sosia.jobs.audit.ShownEntry;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.models.file.FileReason;
import io.sosia.models.merkle.Checkpoint;
import io.sosia.models.merkle.CheckpointKey;
import io.sosia.models.merkle.LogProof;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code audit}: who did what, and proof of it. */
@Command(
        name = "audit",
        description = {
            "Shows who searched, viewed, decided or changed what, and proves that nothing of it was altered.",
            "Entries are the leaves of a Merkle tree (RFC 9162) whose root is signed with every entry. Humans stand in it",
            "as salted commitments; who is meant is known until they are erased."
        })
final class AuditCommand {

    /** So many digits of a commitment stand for somebody who was forgotten. */
    private static final int DIGITS = 12;

    /** As long as a subject can be. */
    private static final int MOST_ABOUT = 1_000;

    /** Far beyond any proof. */
    private static final long MOST_BYTES = 4_194_304;

    /** So many entries are printed at once. */
    private static final int AT_ONCE = 1_000;

    private static final Shape<ShownEntry> ENTRY = Shape.<ShownEntry>of("audit")
            .field("entry", "ENTRY", e -> e.entry().number())
            .field("at", "AT", e -> e.entry().at())
            .field("kind", "KIND", e -> e.entry().kind())
            .field(
                    "actor",
                    "BY",
                    ShownEntry::actor,
                    e -> e.actor().orElseGet(() -> shortened(e.entry().actor())))
            .field("actor_commitment", e -> e.entry().actor())
            .field("subjects", "ABOUT", AuditCommand::subjects, AuditCommand::about)
            .field("facts", "FACTS", e -> e.entry().facts(), AuditCommand::facts);

    private static List<Map<String, Object>> subjects(ShownEntry shown) {
        List<Map<String, Object>> subjects = new ArrayList<>();
        for (int at = 0; at < shown.subjects().size(); at++) {
            Map<String, Object> subject = new LinkedHashMap<>();
            subject.put("subject", shown.entry().subjects().get(at).type().name());
            shown.subjects().get(at).ifPresent(name -> subject.put("name", name));
            subject.put("commitment", shown.entry().subjects().get(at).commitment());
            subjects.add(subject);
        }
        return subjects;
    }

    private static String about(ShownEntry shown) {
        List<String> names = new ArrayList<>();
        for (int at = 0; at < shown.subjects().size(); at++) {
            String commitment = shown.entry().subjects().get(at).commitment();
            names.add(shown.subjects().get(at).orElseGet(() -> shortened(commitment)));
        }
        return String.join(", ", names);
    }

    private static String shortened(String commitment) {
        return commitment.substring(0, DIGITS) + "…";
    }

    private static String facts(ShownEntry shown) {
        return shown.entry().facts().entrySet().stream()
                .map(fact -> fact.getKey() + "=" + fact.getValue())
                .collect(Collectors.joining(" "));
    }

    private static final Shape<Checkpoint.Signed> CHECKPOINT = Shape.<Checkpoint.Signed>of("checkpoint")
            .field("log", "LOG", c -> c.checkpoint().origin())
            .field("entries", "ENTRIES", c -> c.checkpoint().size())
            .field("root", "ROOT", c -> c.checkpoint().root().base64())
            .field("checkpoint", Checkpoint.Signed::text);

    /** Writes a text that is to be kept elsewhere; to standard output where no file is named. */
    private static void hand(Invocation invocation, Optional<Path> out, String text) {
        if (out.isEmpty()) {
            invocation.console().out().print(text);
            invocation.console().out().flush();
            return;
        }
        try {
            Files.writeString(out.get(), text);
        } catch (IOException e) {
            throw new UsageException("--out " + out.get() + " cannot be written: " + FileReason.words(e));
        }
    }

    private static String read(String option, Path file) {
        InputFile.readable(option, file);
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new UsageException(option + " " + file + " has more than " + MOST_BYTES + " bytes");
            }
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UsageException(option + " " + file + " cannot be read: " + FileReason.words(e));
        }
    }

    @Command(name = "list", description = "Every entry, with the names that are still known.")
    static final class ListEntries implements Callable<Integer> {

        private final Invocation invocation;

        @Option(names = "--kind", paramLabel = "KIND", description = "Only these: ${COMPLETION-CANDIDATES}")
        private Optional<AuditKind> kind = Optional.empty();

        @Option(
                names = "--about",
                paramLabel = "WHOM",
                description = "Only about this person, account, requester or reviewer, or this case (C-000001)")
        private Optional<String> about = Optional.empty();

        @Option(names = "--last", paramLabel = "N", description = "Only of the last N entries")
        private Optional<Long> last = Optional.empty();

        ListEntries(Invocation invocation) {
            this.invocation = invocation;
        }

        @Override
        public Integer call() throws NotReadyException {
            about.ifPresent(whom -> Enrolment.requirePlain("--about", whom, MOST_ABOUT));
            if (last.filter(entries -> entries < 1).isPresent()) {
                throw new UsageException("--last " + last.get() + " is less than 1");
            }
            try (Workplace workplace = Workplace.open(invocation)) {
                workplace.record(AuditKind.VIEWED, List.of(), Map.of("what", "audit log"));
                Results results = invocation.results();
                boolean json = invocation.chosenFormat() == OutputFormat.json;
                List<ShownEntry> shown = new ArrayList<>();
                workplace.audit().entries(new AuditFilter(kind, about, last), entry -> {
                    shown.add(entry);
                    if (json && shown.size() == AT_ONCE) {
                        results.list(ENTRY, shown);
                        shown.clear();
                    }
                });
                results.list(ENTRY, shown);
            }
            return ExitCode.DONE.number();
        }
    }

    private static final Shape<AuditDamage> DAMAGE = Shape.<AuditDamage>of("damage")
            .field("what", "DAMAGED", AuditDamage::what)
            .field("problem", "PROBLEM", AuditDamage::problem);

    private static final Shape<AuditReport> REPORT = Shape.<AuditReport>of("audit_report")
            .field("whole", "WHOLE", AuditReport::whole)
            .field("entries", "ENTRIES", AuditReport::entries)
            .field("subjects", "KNOWN BY NAME", AuditReport::subjects)
            .field("damages", "DAMAGES", r -> r.damages().size())
            .field("checkpoint", r -> r.checkpoint().map(Checkpoint.Signed::text));

    @Command(
            name = "verify",
            description = {
                "Goes through the whole log and names every entry, record and checkpoint that was altered.",
                "Whoever holds both the database and the master key could write another log: only a checkpoint that was",
                "kept elsewhere tells."
            },
            footer = "Exit 1 if anything was altered.")
    static final class Verify implements Callable<Integer> {

        private final Invocation invocation;

        @Option(
                names = "--against",
                paramLabel = "FILE",
                description = "A checkpoint that was kept elsewhere: what it was made of must still be there")
        private Optional<Path> against = Optional.empty();

        Verify(Invocation invocation) {
            this.invocation = invocation;
        }

        @Override
        public Integer call() throws NotReadyException {
            Optional<Checkpoint.Signed> pinned = against.map(Verify::checkpoint);
            AuditReport report;
            try (Workplace workplace = Workplace.open(invocation)) {
                report = workplace.auditAsItIs().verify(pinned);
            }
            invocation.results().list(DAMAGE, report.damages());
            invocation.results().single(REPORT, report);
            return (report.whole() ? ExitCode.DONE : ExitCode.SOME_REFUSED).number();
        }

        private static Checkpoint.Signed checkpoint(Path file) {
            try {
                return Checkpoint.parse(read("--against", file));
            } catch (IllegalArgumentException e) {
                throw new UsageException("--against " + file + ": " + e.getMessage());
            }
        }
    }

    @Command(
            name = "checkpoint",
            description = {
                "What the log commits to now, signed, to be kept elsewhere or handed out.",
                "'audit verify --against' and 'audit consistency' compare with it later."
            })
    static final class CheckpointNow implements Callable<Integer> {

        private final Invocation invocation;

        @Option(names = "--out", paramLabel = "FILE", description = "Where it goes. Default: standard output")
        private Optional<Path> out = Optional.empty();

        CheckpointNow(Invocation invocation) {
            this.invocation = invocation;
        }

        @Override
        public Integer call() throws NotReadyException {
            try (Workplace workplace = Workplace.open(invocation)) {
                Checkpoint.Signed checkpoint = workplace
                        .audit()
                        .checkpoint()
                        .orElseThrow(() -> new NotReadyException("nothing has been written down yet"));
                if (out.isPresent() || invocation.chosenFormat() == OutputFormat.table) {
                    hand(invocation, out, checkpoint.text());
                }
                if (invocation.chosenFormat() == OutputFormat.json) {
                    invocation.results().single(CHECKPOINT, checkpoint);
                }
            }
            return ExitCode.DONE.number();
        }
    }

    /** The key that proofs are verified with. */
    private record PublicKey(String id, String pem) {}

    private static final Shape<PublicKey> KEY =
            Shape.<PublicKey>of("public_key").field("id", "ID", PublicKey::id).field("pem", PublicKey::pem);

    @Command(name = "key", description = "The public key, in PEM, that checkpoints and proofs are verified with.")
    static final class Key implements Callable<Integer> {

        private final Invocation invocation;

        @Option(names = "--out", paramLabel = "FILE", description = "Where it goes. Default: standard output")
        private Optional<Path> out = Optional.empty();

        Key(Invocation invocation) {
            this.invocation = invocation;
        }

        @Override
        public Integer call() throws NotReadyException {
            try (Workplace workplace = Workplace.open(invocation)) {
                PublicKey key = new PublicKey(
                        workplace.signingKey().id(), workplace.signingKey().publicKeyPem());
                if (out.isPresent() || invocation.chosenFormat() == OutputFormat.table) {
                    hand(invocation, out, key.pem());
                }
                if (invocation.chosenFormat() == OutputFormat.json) {
                    invocation.results().single(KEY, key);
                }
            }
            return ExitCode.DONE.number();
        }
    }

    /** A proof that was made. */
    private record Made(LogProof proof, Optional<Path> file) {}

    private static final Shape<Made> MADE = Shape.<Made>of("proof")
            .field("file", Made::file)
            .field("proof", m -> m.proof().text());

    private static int print(Invocation invocation, LogProof proof, Optional<Path> out) {
        if (out.isPresent() || invocation.chosenFormat() == OutputFormat.table) {
            hand(invocation, out, proof.text());
        }
        if (invocation.chosenFormat() == OutputFormat.json) {
            invocation.results().single(MADE, new Made(proof, out));
        }
        return ExitCode.DONE.number();
    }

    @Command(
            name = "proof",
            description = {
                "Proves that an entry is in the log: for whoever has the file and the public key, and nothing else.",
                "Names are not in it."
            })
    static final class Proof implements Callable<Integer> {

        private final Invocation invocation;

        @Parameters(paramLabel = "ENTRY", description = "Its number, as 'audit list' shows it")
        private long entry;

        @Option(names = "--to", paramLabel = "SIZE", description = "When the log had so many entries. Default: now")
        private Optional<Long> size = Optional.empty();

        @Option(names = "--out", paramLabel = "FILE", description = "Where it goes. Default: standard output")
        private Optional<Path> out = Optional.empty();

        Proof(Invocation invocation) {
            this.invocation = invocation;
        }

        @Override
        public Integer call() throws NotReadyException {
            try (Workplace workplace = Workplace.open(invocation)) {
                return print(invocation, workplace.audit().prove(entry, size), out);
            } catch (IllegalArgumentException e) {
                throw new UsageException(String.valueOf(e.getMessage()));
            }
        }
    }

    @Command(name = "consistency", description = "Proves that between two sizes the log grew by appending alone.")
    static final class Consistency implements Callable<Integer> {

        private final Invocation invocation;

        @Parameters(index = "0", paramLabel = "FROM", description = "Entries it had earlier")
        private long from;

        @Parameters(index = "1", paramLabel = "TO", description = "Entries it had later")
        private long to;

        @Option(names = "--out", paramLabel = "FILE", description = "Where it goes. Default: standard output")
        private Optional<Path> out = Optional.empty();

        Consistency(Invocation invocation) {
            this.invocation = invocation;
        }

        @Override
        public Integer call() throws NotReadyException {
            try (Workplace workplace = Workplace.open(invocation)) {
                return print(invocation, workplace.audit().proveGrowth(from, to), out);
            } catch (IllegalArgumentException e) {
                throw new UsageException(String.valueOf(e.getMessage()));
            }
        }
    }

    /** What a proof of others' came to. */
    private record Verified(Path file, Optional<LogProof> proof, LogProof.Check check) {

        static Verified of(Path file, String text, CheckpointKey key) {
            try {
                LogProof proof = LogProof.parse(text);
                return new Verified(file, Optional.of(proof), proof.check(key));
            } catch (IllegalArgumentException e) {
                return new Verified(file, Optional.empty(), new LogProof.Check.Fails(String.valueOf(e.getMessage())));
            }
        }

        boolean holds() {
            return check instanceof LogProof.Check.Holds;
        }

        private Optional<Checkpoint> checkpoint() {
            return proof.map(read -> switch (read) {
                case LogProof.OfEntry entry -> entry.checkpoint().checkpoint();
                case LogProof.OfGrowth growth -> growth.later().checkpoint();
            });
        }

        private Optional<LogProof.OfEntry> ofEntry() {
            return proof.filter(read -> holds())
                    .flatMap(read -> read instanceof LogProof.OfEntry entry ? Optional.of(entry) : Optional.empty());
        }

        private Optional<LogProof.OfGrowth> ofGrowth() {
            return proof.filter(read -> holds())
                    .flatMap(read -> read instanceof LogProof.OfGrowth growth ? Optional.of(growth) : Optional.empty());
        }

        private Optional<String> reason() {
            return switch (check) {
                case LogProof.Check.Holds holds -> Optional.empty();
                case LogProof.Check.Fails fails -> Optional.of(fails.reason());
            };
        }
    }

    private static final Shape<Verified> VERIFIED = Shape.<Verified>of("verified_proof")
            .field("file", "FILE", Verified::file)
            .field("holds", "HOLDS", Verified::holds)
            .field("reason", "REASON", Verified::reason)
            .field("log", "LOG", v -> v.checkpoint().map(Checkpoint::origin))
            .field("entries", "ENTRIES", v -> v.checkpoint().map(Checkpoint::size))
            .field(
                    "earlier_entries",
                    "EARLIER",
                    v -> v.ofGrowth().map(growth -> growth.proof().first()))
            .field("entry", "ENTRY", v -> v.ofEntry().map(entry -> entry.proof().index() + 1))
            .field("content", "CONTENT", v -> v.ofEntry().map(LogProof.OfEntry::entry));

    @Command(
            name = "verify-proof",
            description = "Checks a proof. Needs the file and the public key, no home and no log.",
            footer = "Exit 1 if it does not hold.")
    static final class VerifyProof implements Callable<Integer> {

        private final Invocation invocation;

        @Parameters(paramLabel = "FILE", description = "As 'audit proof' or 'audit consistency' wrote it")
        private Path file = Path.of("");

        @Option(
                names = "--key",
                required = true,
                paramLabel = "PEM",
                description = "The log's public key, as 'audit key --out FILE' wrote it")
        private Path key = Path.of("");

        VerifyProof(Invocation invocation) {
            this.invocation = invocation;
        }

        @Override
        public Integer call() {
            CheckpointKey trusted;
            try {
                trusted = CheckpointKey.parse(read("--key", key));
            } catch (IllegalArgumentException e) {
                throw new UsageException("--key " + key + ": " + e.getMessage());
            }
            Verified verified = Verified.of(file, read("FILE", file), trusted);
            invocation.results().single(VERIFIED, verified);
            return (verified.holds() ? ExitCode.DONE : ExitCode.SOME_REFUSED).number();
        }
    }
}
