package io.sosia.indexer.lucene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sosia.indexer.enrolled.EnrolledFaces.Candidate;
import io.sosia.indexer.enrolled.EnrolledFaces.Mode;
import io.sosia.indexer.registry.Consent;
import io.sosia.indexer.registry.EnrolledPhoto;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.indexer.registry.SqlRegister;
import io.sosia.indexer.registry.Template;
import io.sosia.indexer.registry.TemplateLedger;
import io.sosia.indexer.registry.TestKeys;
import io.sosia.indexer.registry.Withdrawal;
import io.sosia.indexer.seal.SubjectKeys;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** On a real register. The oracle compares every template of the register by itself. */
class LuceneEnrolledFacesIT {

    private static final EmbeddingSpace SPACE = new EmbeddingSpace("test", "0123456789ab", "v1", 16);
    private static final ClusteredVectors VECTORS = new ClusteredVectors(3, SPACE, 3);
    private static final Instant NOW = Instant.parse("2026-11-19T20:00:00Z");
    private static final Consent CONSENT = new Consent("file", LocalDate.parse("2026-01-01"), Optional.empty());
    private static final IndexSettings SETTINGS = IndexSettings.standard();
    /** Few enough that every test with it searches the graph. */
    private static final IndexSettings GRAPH =
            SETTINGS.withExactLimit(10).withBeyond(Mode.GRAPH).withGraph(new IndexSettings.Graph(16, 100, 50));

    private static final IndexSettings CODES = SETTINGS.withExactLimit(10).withBeyond(Mode.CODES);

    @TempDir
    private Path home;

    private final AtomicReference<Instant> time = new AtomicReference<>(NOW);
    private final Clock clock = new SetClock(time);
    private RegisterDatabase database;
    private SqlRegister register;

    @BeforeEach
    void open() {
        database = RegisterDatabase.open(home.resolve("register.db"));
        register = database.register(TestKeys.of(database), clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void exactSearchFindsWhatComparingEverythingFinds() {
        enrol(0, 60);
        try (LuceneEnrolledFaces faces = faces(SETTINGS)) {
            assertEquals(Mode.EXACT, faces.statistics().mode());
            assertEquals(180, faces.statistics().templates());
            for (int i = 0; i < 60; i++) {
                agree(faces, VECTORS.probe(3 * i, 0.6, i), 4);
                agree(faces, VECTORS.stranger(i), 1);
            }
            agree(faces, VECTORS.stranger(1), 60);
            agree(faces, VECTORS.stranger(1), 100);
            assertEquals(122, faces.statistics().searches());
            assertEquals(0, faces.statistics().verified());
        }
    }

    @Test
    void theGraphFindsMatesAndIsVerified() {
        enrol(0, 300);
        try (LuceneEnrolledFaces faces = faces(GRAPH.withVerifyEvery(10))) {
            assertEquals(Mode.GRAPH, faces.statistics().mode());
            for (int i = 0; i < 200; i++) {
                Embedding probe = VECTORS.probe(3 * i, 0.9, i);
                assertEquals(oracle(probe).getFirst(), faces.search(probe, 2).getFirst());
                assertEquals(2, faces.search(probe, 2).size());
            }
            assertEquals(400, faces.statistics().searches());
            assertEquals(40, faces.statistics().verified());
            assertEquals(40, faces.statistics().agreed());
            assertEquals(300, faces.search(VECTORS.stranger(0), 1_000).size());
        }
    }

    @Test
    void anEmptyRegisterHasNobody() {
        try (LuceneEnrolledFaces faces = faces(SETTINGS)) {
            assertEquals(List.of(), faces.search(VECTORS.stranger(1), 2));
        }
        try (LuceneEnrolledFaces faces = faces(CODES.withExactLimit(0))) {
            assertEquals(List.of(), faces.search(VECTORS.stranger(1), 2));
            enrol(0, 1);
            agree(faces, VECTORS.stranger(1), 2);
            enrol(1, 2);
            register.withdraw(ClusteredVectors.person(0), new Withdrawal(NOW, Optional.empty()));
            agree(faces, VECTORS.stranger(1), 2);
            register.erase(ClusteredVectors.person(1));
            assertEquals(List.of(), faces.search(VECTORS.stranger(1), 2));
        }
    }

    @Test
    void aChangeShowsInTheNextSearch() {
        for (IndexSettings settings : List.of(SETTINGS, GRAPH, CODES)) {
            enrol(0, 40);
            try (LuceneEnrolledFaces faces = faces(settings)) {
                Embedding probe = VECTORS.probe(3 * 50, 0.9, 1);
                assertNotEquals(
                        ClusteredVectors.person(50),
                        faces.search(probe, 1).getFirst().person());
                enrol(50, 51);
                assertEquals(
                        ClusteredVectors.person(50),
                        faces.search(probe, 1).getFirst().person());
                agree(faces, probe, 3);
                register.erase(ClusteredVectors.person(50));
                assertNotEquals(
                        ClusteredVectors.person(50),
                        faces.search(probe, 1).getFirst().person());
                register.erase(ClusteredVectors.person(7));
                agree(faces, VECTORS.probe(3 * 7, 0.9, 2), 3);
                enrol(7, 8);
                agree(faces, VECTORS.probe(3 * 7, 0.9, 2), 3);
                assertEquals(120, faces.statistics().templates());
            }
        }
    }

    @Test
    void consentIsAskedForTheDay() {
        for (IndexSettings settings : List.of(SETTINGS, GRAPH, CODES)) {
            enrol(0, 40);
            PersonId ending = ClusteredVectors.person(7);
            PersonId later = ClusteredVectors.person(60);
            Embedding probe = VECTORS.probe(3 * 7, 0.9, 2);
            register.enrol(
                    ending,
                    "X",
                    new Consent("c", CONSENT.granted(), Optional.of(LocalDate.parse("2026-11-19"))),
                    List.of());
            try (LuceneEnrolledFaces faces = faces(settings)) {
                register.enrol(
                        later, "X", new Consent("c", LocalDate.parse("2026-11-20"), Optional.empty()), photos(60));
                assertEquals(ending, faces.search(probe, 1).getFirst().person());
                agree(faces, VECTORS.probe(3 * 60, 0.9, 3), 4);

                time.set(Instant.parse("2026-11-20T00:00:00Z"));

                assertNotEquals(ending, faces.search(probe, 1).getFirst().person());
                agree(faces, probe, 4);
                assertEquals(
                        later,
                        faces.search(VECTORS.probe(3 * 60, 0.9, 3), 1)
                                .getFirst()
                                .person());
                assertEquals(40, faces.search(probe, 100).size());
            }
            time.set(NOW);
            register.erase(later);
            register.enrol(ending, "X", CONSENT, List.of());
        }
    }

    @Test
    void nothingIsWritten() throws IOException {
        enrol(0, 40);
        Set<Path> before = files();
        for (IndexSettings settings : List.of(SETTINGS, GRAPH, CODES)) {
            try (LuceneEnrolledFaces faces = faces(settings)) {
                agree(faces, VECTORS.stranger(1), 5);
            }
        }

        assertEquals(before, files());
    }

    @Test
    void manyChunksReadByManyThreadsComeInOrder() {
        // More numbers than a chunk holds, with holes where somebody was erased.
        // One commit for all: a disk's time is not what is tested.
        new TransactionTemplate(new JdbcTransactionManager(database.dataSource())).executeWithoutResult(status -> {
            enrol(0, 1_500);
            for (int person = 0; person < 1_500; person += 50) {
                register.erase(ClusteredVectors.person(person));
            }
        });
        register.enrol(
                ClusteredVectors.person(2_000),
                "X",
                CONSENT,
                List.of(new EnrolledPhoto(
                        "f".repeat(64),
                        1,
                        new ClusteredVectors(1, new EmbeddingSpace("test", "0123456789ab", "v2", 16), 1).stranger(1))));
        try (LuceneEnrolledFaces faces = faces(SETTINGS);
                LuceneEnrolledFaces codes = faces(CODES)) {
            assertEquals(register.templateCount(SPACE), faces.statistics().templates());
            for (int i = 0; i < 1_500; i += 100) {
                agree(faces, VECTORS.probe(3 * i, 0.7, i), 5);
                agree(codes, VECTORS.probe(3 * i, 0.9, i), 1);
            }
        }
    }

    @Test
    void whoWithdrawsIsGoneFromTheNextSearch() {
        for (IndexSettings settings : List.of(SETTINGS, GRAPH, CODES)) {
            enrol(0, 40);
            PersonId person = ClusteredVectors.person(7);
            Embedding probe = VECTORS.probe(3 * 7, 0.9, 2);
            try (LuceneEnrolledFaces faces = faces(settings)) {
                assertEquals(person, faces.search(probe, 1).getFirst().person());
                register.withdraw(person, new Withdrawal(NOW, Optional.empty()));
                agree(faces, probe, 5);
                assertFalse(faces.search(probe, 100).stream()
                        .anyMatch(candidate -> candidate.person().equals(person)));
                register.enrol(person, "X", new Consent("new", CONSENT.granted(), Optional.empty()), List.of());
                assertEquals(person, faces.search(probe, 1).getFirst().person());
            }
        }
    }

    @Test
    void whoseKeyIsGoneIsGoneThoughTheirRowsAreNot() {
        for (IndexSettings settings : List.of(SETTINGS, GRAPH, CODES)) {
            enrol(0, 40);
            PersonId person = ClusteredVectors.person(7);
            Embedding probe = VECTORS.probe(3 * 7, 0.9, 2);
            try (LuceneEnrolledFaces faces = faces(settings)) {
                assertEquals(person, faces.search(probe, 1).getFirst().person());
                TestKeys.of(database).destroy(SubjectKeys.person(person.value()));
                // The next change of whomever, as the erasure itself makes it when it comes to the register.
                register.withdraw(ClusteredVectors.person(9), new Withdrawal(NOW, Optional.empty()));
                assertFalse(faces.search(probe, 100).stream()
                        .anyMatch(candidate -> candidate.person().equals(person)));
            }
            register.erase(person);
            enrol(7, 8);
            register.enrol(
                    ClusteredVectors.person(9),
                    "X",
                    new Consent("new", CONSENT.granted(), Optional.empty()),
                    List.of());
        }
    }

    @Test
    void growingBeyondTheLimitBuildsAGraphOnOpening() {
        enrol(0, 3);
        try (LuceneEnrolledFaces faces = faces(GRAPH)) {
            assertEquals(Mode.EXACT, faces.statistics().mode());
            enrol(3, 60);
            agree(faces, VECTORS.probe(3 * 45, 0.7, 2), 5);
            assertEquals(Mode.EXACT, faces.statistics().mode());
        }
        try (LuceneEnrolledFaces faces = faces(GRAPH)) {
            assertEquals(Mode.GRAPH, faces.statistics().mode());
        }
    }

    @Test
    void aRegisterPutBackFromABackupIsFollowed() throws IOException {
        enrol(0, 20);
        database.close();
        Files.copy(home.resolve("register.db"), home.resolve("backup.db"));
        open();
        enrol(20, 30);
        faces(SETTINGS).close();
        database.close();
        for (String suffix : List.of("-wal", "-shm")) {
            Files.deleteIfExists(home.resolve("register.db" + suffix));
        }
        Files.copy(home.resolve("backup.db"), home.resolve("register.db"), StandardCopyOption.REPLACE_EXISTING);
        open();
        // As many changes as were lost, so that versions and numbers agree and only the stamp tells.
        enrol(30, 40);

        try (LuceneEnrolledFaces faces = faces(SETTINGS)) {
            agree(faces, VECTORS.probe(3 * 25, 0.9, 2), 30);
            agree(faces, VECTORS.probe(3 * 35, 0.9, 2), 30);
        }
    }

    @Test
    void twoOwnersBothFollowTheRegister() {
        enrol(0, 40);
        try (LuceneEnrolledFaces first = faces(SETTINGS);
                RegisterDatabase other = RegisterDatabase.open(home.resolve("register.db"));
                LuceneEnrolledFaces second =
                        LuceneEnrolledFaces.open(other.register(TestKeys.of(other), clock), SPACE, SETTINGS, clock)) {
            other.register(TestKeys.of(other), clock).erase(ClusteredVectors.person(5));
            agree(first, VECTORS.probe(15, 0.9, 2), 5);
            enrol(40, 45);
            agree(first, VECTORS.probe(3 * 42, 0.9, 2), 5);
            agree(second, VECTORS.probe(3 * 42, 0.9, 2), 5);
            agree(second, VECTORS.probe(15, 0.9, 2), 5);
        }
    }

    @Test
    void aRegisterPutBackWhileItIsSearchedIsReadAnew() {
        enrol(0, 40);
        AtomicReference<SqlRegister> there = new AtomicReference<>(register);
        try (RegisterDatabase other =
                        RegisterDatabase.open(home.resolve("other").resolve("register.db"));
                LuceneEnrolledFaces faces = LuceneEnrolledFaces.open(ledger(there), SPACE, CODES, clock)) {
            agree(faces, VECTORS.probe(15, 0.9, 2), 5);
            register = other.register(TestKeys.of(other), clock);
            enrol(40, 60);
            there.set(register);
            agree(faces, VECTORS.probe(3 * 42, 0.9, 2), 5);
            assertEquals(60, faces.statistics().templates());
        }
    }

    /** Whatever register is there at the time. */
    private static TemplateLedger ledger(AtomicReference<SqlRegister> there) {
        return (TemplateLedger) java.lang.reflect.Proxy.newProxyInstance(
                TemplateLedger.class.getClassLoader(),
                new Class<?>[] {TemplateLedger.class},
                (proxy, method, arguments) -> method.invoke(there.get(), arguments));
    }

    @Test
    void workersSearchWhileTheRegisterChanges() throws Exception {
        enrol(0, 40);
        Embedding probe = VECTORS.probe(3 * 11, 0.9, 2);
        try (LuceneEnrolledFaces faces = faces(GRAPH);
                ExecutorService workers = Executors.newFixedThreadPool(3)) {
            List<Future<?>> running = new ArrayList<>();
            for (int worker = 0; worker < 2; worker++) {
                running.add(workers.submit(() -> {
                    for (int i = 0; i < 300; i++) {
                        assertEquals(
                                ClusteredVectors.person(11),
                                faces.search(probe, 2).getFirst().person());
                    }
                }));
            }
            running.add(workers.submit(() -> {
                for (int i = 0; i < 10; i++) {
                    enrol(50 + i, 51 + i);
                    register.erase(ClusteredVectors.person(20 + i));
                }
            }));
            for (Future<?> future : running) {
                future.get(60, TimeUnit.SECONDS);
            }
            agree(faces, probe, 5);
        }
    }

    @Test
    void misuseIsRefused() {
        enrol(0, 2);
        EmbeddingSpace other = new EmbeddingSpace("test", "0123456789ab", "v2", 16);
        LuceneEnrolledFaces faces = faces(SETTINGS);
        Embedding foreign = new ClusteredVectors(1, other, 1).stranger(1);
        assertThrows(IllegalArgumentException.class, () -> faces.search(foreign, 1));
        assertThrows(IllegalArgumentException.class, () -> faces.search(VECTORS.stranger(1), 0));
        faces.close();
        faces.close();
        assertThrows(IllegalStateException.class, () -> faces.search(VECTORS.stranger(1), 1));
    }

    private LuceneEnrolledFaces faces(IndexSettings settings) {
        return LuceneEnrolledFaces.open(register, SPACE, settings, clock);
    }

    /** But those that the database makes and removes as it likes. */
    private Set<Path> files() throws IOException {
        try (Stream<Path> walked = Files.walk(home)) {
            return walked.filter(path -> !path.toString().endsWith("-wal")
                            && !path.toString().endsWith("-shm"))
                    .collect(Collectors.toSet());
        }
    }

    private void enrol(int from, int to) {
        for (int person = from; person < to; person++) {
            register.enrol(ClusteredVectors.person(person), "X", CONSENT, photos(person));
        }
    }

    private static List<EnrolledPhoto> photos(int person) {
        return IntStream.range(3 * person, 3 * person + 3)
                .mapToObj(i -> new EnrolledPhoto(String.format(Locale.ROOT, "%064x", i), 1, VECTORS.template(i)))
                .toList();
    }

    private void agree(LuceneEnrolledFaces faces, Embedding probe, int people) {
        List<Candidate> expected = oracle(probe);
        assertEquals(expected.subList(0, Math.min(people, expected.size())), faces.search(probe, people));
    }

    private List<Candidate> oracle(Embedding probe) {
        Set<PersonId> searchable = register.searchable(LocalDate.ofInstant(time.get(), ZoneOffset.UTC));
        Map<PersonId, Candidate> best = new HashMap<>();
        try (Stream<Template> templates = register.templates(SPACE)) {
            templates
                    .filter(template -> searchable.contains(template.person()))
                    .forEach(template -> best.merge(
                            template.person(),
                            new Candidate(template.person(), probe.cosine(template.embedding())),
                            (first, second) ->
                                    first.similarity().compareTo(second.similarity()) >= 0 ? first : second));
        }
        return best.values().stream()
                .sorted(Comparator.comparing(Candidate::similarity).reversed().thenComparing(Candidate::person))
                .toList();
    }

    /** Tells the time that a test sets. */
    private static final class SetClock extends Clock {

        private final AtomicReference<Instant> time;

        SetClock(AtomicReference<Instant> time) {
            this.time = time;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant instant() {
            return time.get();
        }
    }
}
