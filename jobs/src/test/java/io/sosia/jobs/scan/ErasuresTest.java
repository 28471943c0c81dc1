package io.sosia.jobs.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sosia.detector.media.Sampling;
import io.sosia.indexer.registry.Consent;
import io.sosia.indexer.registry.EnrolledPhoto;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.indexer.registry.Withdrawal;
import io.sosia.indexer.seal.SubjectKeys;
import io.sosia.jobs.Traces;
import io.sosia.jobs.batch.JobsSchema;
import io.sosia.jobs.config.Home;
import io.sosia.jobs.config.RetentionSettings;
import io.sosia.jobs.retention.ConsentsStep;
import io.sosia.jobs.retention.ErasedSubject;
import io.sosia.jobs.retention.Erasure;
import io.sosia.jobs.retention.ErasurePart;
import io.sosia.jobs.retention.ErasureReason;
import io.sosia.jobs.retention.ErasureReceipt;
import io.sosia.jobs.retention.Erasures;
import io.sosia.jobs.retention.FindingsPart;
import io.sosia.jobs.retention.PicturesStep;
import io.sosia.jobs.retention.RegisterPart;
import io.sosia.jobs.retention.RetentionJob;
import io.sosia.jobs.retention.RetentionStep;
import io.sosia.jobs.retention.RunsStep;
import io.sosia.jobs.retention.SignedReceipt;
import io.sosia.jobs.retention.StepOutcome;
import io.sosia.jobs.retention.StepReport;
import io.sosia.jobs.retention.UnfinishedStep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Erasures and the nightly job on a home in which two people were found. */
class ErasuresTest {

    private static final Instant NOW = Instant.parse("2026-11-20T01:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final ErasedSubject ONE = new ErasedSubject.OfPerson(new PersonId("p-1"));

    @TempDir
    private Path folder;

    private PlayHome home;
    private ScanSummary summary;

    @BeforeEach
    void scan() throws Exception {
        Files.writeString(folder.resolve("1.mp4"), "face 1000 3000 1 0.8\nface 1000 3000 2 0.9");
        Home prepared = Home.prepare(folder.resolve("home"));
        home = new PlayHome(prepared, RegisterDatabase.open(prepared.database()), CLOCK);
        home.enrol(1);
        home.enrol(2);
        try (ScanService service = home.service()) {
            summary = service.scan(
                    ScanRequest.ofPaths(List.of(folder.resolve("1.mp4")), Sampling.nightly()),
                    new PlayHome.Heard(),
                    StopSignal.manual());
        }
        JobsSchema.prepare(home.database);
    }

    @AfterEach
    void close() {
        home.close();
    }

    private Erasures erasures(ErasurePart... more) throws Exception {
        List<ErasurePart> parts =
                new ArrayList<>(List.of(new RegisterPart(home.register), new FindingsPart(home.findings())));
        parts.addAll(List.of(more));
        return new Erasures(
                home.database,
                home.keys,
                home.database.signingKey(home.master),
                parts,
                (subject, receipt, reason, counts) -> Optional.empty(),
                CLOCK);
    }

    private byte[] wrapped(String subject) {
        return JdbcClient.create(home.database.dataSource())
                .sql("SELECT wrapped FROM seal_key WHERE subject = ?")
                .param(subject)
                .query((row, index) -> row.getBytes(1))
                .single();
    }

    @Test
    void aReceiptSaysWhatWentAndNamesNobody() throws Exception {
        Traces traces = new Traces()
                .add("wrapped key", wrapped("person:p-1"))
                .add("picture", home.findings().picture("F-000001", 1).orElseThrow());
        Traces others = new Traces().add("another's key", wrapped("person:p-2"));

        Erasure erasure = erasures().erase(ONE, ErasureReason.REQUESTED).orElseThrow();

        ErasureReceipt receipt = erasure.receipt().receipt();
        assertEquals("E-000001", receipt.number());
        assertEquals(NOW, receipt.time());
        assertEquals(
                Map.of("people", 1L, "photos", 1L, "findings", 1L, "pictures", 1L, "mentions", 1L), receipt.erased());
        assertEquals(1, receipt.keysDestroyed().size());
        byte[] salt = HexFormat.of().parseHex(erasure.opening());
        assertTrue(receipt.isAbout(ONE, salt));
        assertFalse(receipt.isAbout(new ErasedSubject.OfPerson(new PersonId("p-2")), salt));
        assertTrue(erasure.receipt().isValid());
        assertEquals(List.of(), traces.in(folder));
        assertFalse(others.in(folder).isEmpty());
        Path file = folder.resolve("receipt.json");
        erasure.receipt().write(file);
        assertFalse(Files.readString(file).contains("p-1"));

        erasures().handedOver(ONE);

        assertEquals(List.of(), erasures().unfinished());
        assertEquals(1, erasures().receipts().size());
        assertTrue(erasures().receipt("E-000001").orElseThrow().isValid());
        assertTrue(erasures().receipt("E-1; DROP TABLE privacy_receipt").isEmpty());
        assertEquals(List.of(), new Traces().add("salt", salt).in(folder.resolve("home")));
        assertTrue(erasures().erase(ONE, ErasureReason.REQUESTED).isEmpty(), "nothing is known of them any more");
    }

    @Test
    void anErasureThatBreaksOffGoesOnWithTheSameNumberAndCounts() throws Exception {
        Erasures breaking = erasures(new ErasurePart() {
            @Override
            public Map<String, Long> count(ErasedSubject subject) {
                return Map.of("things", 7L);
            }

            @Override
            public void erase(ErasedSubject subject) {
                throw new UncheckedIOException(new IOException("the disk is gone"));
            }
        });
        assertThrows(UncheckedIOException.class, () -> breaking.erase(ONE, ErasureReason.CONSENT_EXPIRED));
        assertTrue(home.keys.find(SubjectKeys.person("p-1")).isEmpty(), "the key goes first");
        assertEquals(List.of(), erasures().receipts(), "nobody is told before it is done");
        assertEquals(List.of(ONE), erasures().unfinished());

        Erasure done = erasures().erase(ONE, ErasureReason.REQUESTED).orElseThrow();
        Erasure again = erasures().erase(ONE, ErasureReason.REQUESTED).orElseThrow();

        assertEquals("E-000001", done.receipt().receipt().number());
        assertEquals(ErasureReason.CONSENT_EXPIRED, done.receipt().receipt().reason());
        assertEquals(7, done.receipt().receipt().erased().get("things"));
        assertEquals(1, done.receipt().receipt().keysDestroyed().size());
        assertEquals(done.receipt().receipt(), again.receipt().receipt());
        assertEquals(done.opening(), again.opening(), "as long as it was not handed over");
        assertEquals(1, erasures().receipts().size());
    }

    @Test
    void whereTheAuditLogRefusesThereIsNoReceiptYet() throws Exception {
        Erasures refused = new Erasures(
                home.database,
                home.keys,
                home.database.signingKey(home.master),
                List.of(new RegisterPart(home.register), new FindingsPart(home.findings())),
                (subject, receipt, reason, counts) -> {
                    throw new UncheckedIOException(new IOException("the disk is full"));
                },
                CLOCK);
        assertThrows(UncheckedIOException.class, () -> refused.erase(ONE, ErasureReason.REQUESTED));
        assertEquals(List.of(), erasures().receipts());
        assertTrue(home.register.person(new PersonId("p-1")).isEmpty());

        Erasure done = erasures().erase(ONE, ErasureReason.REQUESTED).orElseThrow();

        assertEquals("E-000001", done.receipt().receipt().number());
        assertEquals(1, done.receipt().receipt().erased().get("findings"), "as counted when it began");
    }

    @Test
    void opensslChecksAReceipt() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "there is no openssl");
        Erasure erasure = erasures().erase(ONE, ErasureReason.REQUESTED).orElseThrow();
        Path file = folder.resolve("it's a receipt.json");
        erasure.receipt().write(file);
        assertEquals(0, shell(SignedReceipt.checkedBy(file)));

        Files.writeString(file, Files.readString(file).replace("\"findings\":1", "\"findings\":0"));

        assertFalse(shell(SignedReceipt.checkedBy(file)) == 0);
    }

    private static int shell(String command) throws Exception {
        Process process = new ProcessBuilder("/bin/sh", "-c", command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor();
    }

    private List<StepOutcome> retention(Clock clock, RetentionSettings settings, RetentionStep... first)
            throws Exception {
        return job(clock, settings, first).apply(outcome -> {});
    }

    private RetentionJob job(Clock clock, RetentionSettings settings, RetentionStep... first) throws Exception {
        List<RetentionStep> steps = new ArrayList<>(List.of(first));
        steps.add(new UnfinishedStep(erasures()));
        steps.add(new ConsentsStep(home.register, erasures(), settings.expiredConsent(), clock));
        steps.add(new PicturesStep(home.findings(), finding -> finding == 2, settings.pictures(), clock));
        steps.add(new RunsStep(home.findings(), finding -> finding == 2, settings.runs(), clock));
        return new RetentionJob(home.home, home.database, steps, clock);
    }

    private static Map<String, Map<String, Long>> counts(List<StepOutcome> outcomes) {
        Map<String, Map<String, Long>> counts = new TreeMap<>();
        outcomes.forEach(outcome -> counts.put(outcome.step(), outcome.report().counts()));
        return counts;
    }

    @Test
    void whoseConsentEndedLongEnoughAgoIsErasedWithAReceipt() throws Exception {
        LocalDate day = LocalDate.of(2026, 1, 1);
        Consent given = new Consent("C", day, Optional.empty());
        enrol(11, new Consent("C", day, Optional.of(LocalDate.of(2026, 10, 20))));
        enrol(12, new Consent("C", day, Optional.of(LocalDate.of(2026, 10, 21))));
        enrol(13, given.withdrawn(new Withdrawal(NOW.minus(Duration.ofDays(30)), Optional.empty())));
        enrol(14, given.withdrawn(new Withdrawal(NOW.minus(Duration.ofDays(29)), Optional.empty())));
        RetentionSettings settings = RetentionSettings.defaults();
        StepReport looked = job(CLOCK, settings).look().get(1).report();
        assertEquals(List.of("p-11", "p-13"), looked.details());

        StepReport done = retention(CLOCK, settings).get(1).report();

        assertEquals(List.of("E-000001", "E-000002"), done.details());
        assertEquals(
                List.of(ErasureReason.CONSENT_EXPIRED, ErasureReason.CONSENT_WITHDRAWN),
                erasures().receipts().stream()
                        .map(receipt -> receipt.receipt().reason())
                        .toList());
        assertEquals(
                List.of("p-1", "p-12", "p-14", "p-2"),
                home.register.people().stream()
                        .map(person -> person.id().value())
                        .toList());
        assertEquals(List.of(), erasures().unfinished());
        assertEquals(Map.of("people", 0L), counts(retention(CLOCK, settings)).get("consents"));
    }

    private void enrol(int axis, Consent consent) {
        home.register.enrol(
                new PersonId("p-" + axis),
                "Person " + axis,
                consent,
                List.of(new EnrolledPhoto(String.format("%064x", axis + 1), 0.9, PlayVideo.person(axis))));
    }

    @Test
    void whatPagesMovedIsNoTraceOfTheKey() throws Exception {
        // So many keys that pages were divided while the first one was there.
        byte[] wrapped = wrapped("person:p-1");
        for (int i = 0; i < 2000; i++) {
            home.keys.keyFor(SubjectKeys.person("p-1" + i));
        }

        erasures().erase(ONE, ErasureReason.REQUESTED);

        assertEquals(List.of(), new Traces().add("wrapped key", wrapped).in(folder));
        assertTrue(home.keys.find(SubjectKeys.person("p-11999")).isPresent());
    }

    @Test
    void oldPicturesGoAndThoseOfKeptFindingsStay() throws Exception {
        Clock later = Clock.offset(CLOCK, Duration.ofDays(180).plusMinutes(1));
        RetentionSettings settings = RetentionSettings.defaults();
        assertEquals(Map.of("pictures", 0L), counts(retention(CLOCK, settings)).get("pictures"));
        assertEquals(Map.of("pictures", 1L), counts(job(later, settings).look()).get("pictures"));
        assertTrue(home.findings().picture("F-000001", 1).isPresent(), "looking changes nothing");

        List<StepOutcome> outcomes = retention(later, settings);

        assertEquals(Map.of("pictures", 1L), counts(outcomes).get("pictures"));
        assertTrue(home.findings().picture("F-000001", 1).isEmpty());
        assertTrue(home.findings().finding("F-000001").isPresent());
        assertTrue(home.findings().picture("F-000002", 1).isPresent());
        assertTrue(outcomes.stream().allMatch(outcome -> outcome.state() == StepOutcome.State.DONE));
    }

    @Test
    void oldRunsGoWithTheirPagesUnlessAFindingOfThemIsKept() throws Exception {
        Clock later = Clock.offset(CLOCK, Duration.ofDays(400));
        RetentionSettings year =
                new RetentionSettings(Duration.ofDays(30), Duration.ofDays(1), Optional.of(Duration.ofDays(365)));
        Path page = Path.of(summary.page());
        assertTrue(Files.exists(page));

        List<StepOutcome> outcomes = retention(later, year);

        assertEquals(Map.of("runs", 1L, "findings", 0L), counts(outcomes).get("runs"), "F-000002 is kept");
        assertFalse(Files.exists(page.getParent()));
        assertTrue(home.findings().finding("F-000002").isPresent());
    }

    @Test
    void whatWasScannedAndErasedCountsAsNew() throws Exception {
        home.findings().eraseRunsBefore(NOW.plusSeconds(1), finding -> false);
        assertTrue(home.findings().finding("F-000001").isEmpty());
        int before = home.looks.get();

        try (ScanService service = home.service()) {
            service.scan(
                    ScanRequest.ofPaths(List.of(folder.resolve("1.mp4")), Sampling.nightly()),
                    new PlayHome.Heard(),
                    StopSignal.manual());
        }

        assertEquals(before + 1, home.looks.get());
        assertTrue(home.findings().finding("F-000003").isPresent(), "no number is given twice");
    }

    @Test
    void aStepThatFailsKeepsNoOtherFromBeingDone() throws Exception {
        RetentionStep failing = new RetentionStep() {
            @Override
            public String name() {
                return "failing";
            }

            @Override
            public StepReport look() {
                return StepReport.of(Map.of());
            }

            @Override
            public StepReport apply() {
                throw new UncheckedIOException(new IOException("the disk is gone"));
            }
        };

        List<StepOutcome> outcomes = retention(CLOCK, RetentionSettings.defaults(), failing);

        assertEquals(
                List.of("failing", "unfinished_erasures", "consents", "pictures", "runs"),
                outcomes.stream().map(StepOutcome::step).toList());
        assertEquals(StepOutcome.State.FAILED, outcomes.getFirst().state());
        assertTrue(outcomes.getFirst().problem().orElseThrow().contains("the disk is gone"));
        assertTrue(outcomes.stream().skip(1).allMatch(outcome -> outcome.state() == StepOutcome.State.DONE));
    }

    @Test
    void whatBrokeOffIsFinishedAtNight() throws Exception {
        Erasures erasures = erasures();
        erasures.erase(ONE, ErasureReason.REQUESTED);
        assertEquals(List.of(ONE), erasures.unfinished());

        List<StepOutcome> outcomes = retention(CLOCK, RetentionSettings.defaults());

        assertEquals(List.of("E-000001"), outcomes.getFirst().report().details());
        assertEquals(List.of(), erasures.unfinished());
    }
}
