package io.sosia.jobs.cli;

import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.seal.SigningKey;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.jobs.retention.ErasedSubject;
import io.sosia.jobs.retention.ErasureReceipt;
import io.sosia.jobs.retention.SignedReceipt;
import io.sosia.models.file.FileReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code receipt}: what was erased, signed. */
@Command(
        name = "receipt",
        description = "Receipts of what was erased; they name nobody.",
        synopsisSubcommandLabel = "COMMAND")
final class ReceiptCommand {

    static final Shape<ErasureReceipt> RECEIPT = Shape.<ErasureReceipt>of("receipt")
            .field("number", "RECEIPT", ErasureReceipt::number)
            .field("time", "TIME", ErasureReceipt::time)
            .field("kind", "OF A", ErasureReceipt::kind)
            .field("reason", "REASON", ErasureReceipt::reason)
            .field("erased", "ERASED", ErasureReceipt::erased, ReceiptCommand::erased)
            .field("keys_destroyed", "KEYS", ErasureReceipt::keysDestroyed, r -> String.join(" ", r.keysDestroyed()))
            .field("commitment", ErasureReceipt::commitment)
            .field("signed_by", "SIGNED BY", ErasureReceipt::signedBy);

    private static String erased(ErasureReceipt receipt) {
        return receipt.erased().entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey().replace('_', ' '))
                .collect(Collectors.joining(", "));
    }

    @Command(name = "list", description = "Every receipt.")
    static final class ListReceipts implements Callable<Integer> {

        private final Invocation invocation;

        ListReceipts(Invocation invocation) {
            this.invocation = invocation;
        }

        @Override
        public Integer call() throws NotReadyException {
            try (Workplace workplace = Workplace.open(invocation)) {
                List<ErasureReceipt> receipts = workplace.erasures().receipts().stream()
                        .map(SignedReceipt::receipt)
                        .toList();
                invocation.results().list(RECEIPT, receipts);
                if (receipts.isEmpty()) {
                    invocation.console().say("sosia: nothing has been erased yet");
                }
            }
            return ExitCode.DONE.number();
        }
    }

    @Command(name = "export", description = "Writes a receipt, its signature and the public key into files.")
    static final class Export implements Callable<Integer> {

        private final Invocation invocation;

        @Parameters(paramLabel = "RECEIPT", description = "The receipt, such as E-000001")
        private String id = "";

        @Option(
                names = "--out",
                required = true,
                paramLabel = "FILE",
                description = "The file; FILE.sig and FILE.pem" + " are written beside it")
        private Path out = Path.of("");

        Export(Invocation invocation) {
            this.invocation = invocation;
        }

        @Override
        public Integer call() throws NotReadyException {
            try (Workplace workplace = Workplace.open(invocation)) {
                ReceiptFile file = ReceiptFile.at("--out", out);
                Optional<SignedReceipt> receipt = workplace.erasures().receipt(id);
                if (receipt.isEmpty()) {
                    return NotFound.report(invocation, "receipt", id);
                }
                file.write(invocation, receipt.get());
                invocation.results().list(RECEIPT, List.of(receipt.get().receipt()));
            }
            return ExitCode.DONE.number();
        }
    }

    /** What checking a receipt came to. */
    private record Checked(String number, boolean valid, Optional<Boolean> aboutThem) {}

    private static final Shape<Checked> CHECKED = Shape.<Checked>of("receipt_check")
            .field("number", "RECEIPT", Checked::number)
            .field("valid", "SIGNATURE HOLDS", Checked::valid)
            .field("about_them", "IS ABOUT THEM", Checked::aboutThem);

    @Command(
            name = "verify",
            description = {
                "Checks a receipt's signature, and whom it is about.",
                "Needs no home. That the public key is the platform's own has to be known from elsewhere."
            })
    static final class Verify implements Callable<Integer> {

        private static final int MOST_BYTES = 1 << 20;

        private final Invocation invocation;

        @Parameters(paramLabel = "FILE", description = "The receipt; FILE.sig and FILE.pem lie beside it")
        private Path file = Path.of("");

        @Option(names = "--person", paramLabel = "ID", description = "Is it about this person? Needs --opening")
        private Optional<PersonId> person = Optional.empty();

        @Option(names = "--opening", paramLabel = "HEX", description = "What was handed over with the receipt")
        private Optional<String> opening = Optional.empty();

        Verify(Invocation invocation) {
            this.invocation = invocation;
        }

        @Override
        public Integer call() {
            if (person.isPresent() != opening.isPresent()) {
                throw new UsageException("--person and --opening belong together");
            }
            byte[] content = read(file);
            byte[] signature = read(file.resolveSibling(file.getFileName() + ".sig"));
            String pem = new String(read(file.resolveSibling(file.getFileName() + ".pem")), StandardCharsets.US_ASCII);
            ErasureReceipt receipt;
            boolean valid;
            Optional<Boolean> about = Optional.empty();
            try {
                receipt = ErasureReceipt.parse(new String(content, StandardCharsets.UTF_8));
                valid = SigningKey.verify(pem, content, signature);
                if (person.isPresent()) {
                    byte[] salt = HexFormat.of().parseHex(opening.orElseThrow());
                    about = Optional.of(receipt.isAbout(new ErasedSubject.OfPerson(person.get()), salt));
                }
            } catch (IllegalArgumentException e) {
                throw new UsageException(file + ": " + e.getMessage());
            }
            invocation.results().list(CHECKED, List.of(new Checked(receipt.number(), valid, about)));
            return (valid && about.orElse(true) ? ExitCode.DONE : ExitCode.SOME_REFUSED).number();
        }

        private static byte[] read(Path file) {
            InputFile.readable("receipt", file);
            try {
                if (Files.size(file) > MOST_BYTES) {
                    throw new UsageException(
                            file + " has " + Files.size(file) + " bytes, and no receipt has more than " + MOST_BYTES);
                }
                return Files.readAllBytes(file);
            } catch (IOException e) {
                throw new UsageException(file + " cannot be read: " + FileReason.words(e));
            }
        }
    }
}
