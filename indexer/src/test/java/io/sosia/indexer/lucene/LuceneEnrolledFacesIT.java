package io.sosia.indexer.lucene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.indexer.enrolled.EnrolledFaces.Candidate;
import io.sosia.indexer.enrolled.EnrolledFaces.Mode;
import io.sosia.indexer.registry.Consent;
import io.sosia.indexer.registry.EnrolledPhoto;
import io.sosia.indexer.registry.Person;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.indexer.registry.SqlRegister;
import io.sosia.indexer.registry.Template;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.Lock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real register and a real index on disk. The oracle compares every template of the register by itself. */
class LuceneEnrolledFacesIT {

    private static final EmbeddingSpace SPACE = new EmbeddingSpace("test", "0123456789ab", "v1", 16);
    private static final ClusteredVectors VECTORS = new ClusteredVectors(3, SPACE, 3);
    private static final Instant NOW = Instant.parse("2026-11-19T20:00:00Z");
    private static final Consent CONSENT = new Consent("file", LocalDate.parse("2026-01-01"), Optional.empty());
    private static final IndexSettings SETTINGS =
            IndexSettings.standard().withLockPatience(Duration.ofSeconds(30)).withUnwrittenTemplates(1_000_000);
    /** Few enough that every test with it searches the graph. */
    private static final IndexSettings GRAPH =
            SETTINGS.withExactLimit(10).withBeyond(Mode.GRAPH).withGraph(new IndexSettings.Graph(16, 100, 50, 2));

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
        register = database.register(clock);
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
    void reopeningWritesNothingWhenNothingChanged() throws IOException {
        enrol(0, 40);
        faces(SETTINGS).close();
        Map<String, Object> before = files();
        try (LuceneEnrolledFaces faces = faces(SETTINGS)) {
            agree(faces, VECTORS.stranger(1), 5);
            assertTrue(faces.refresh());
        }

        assertEquals(before, files());
    }

    @Test
    void whatWasRegisteredWhileNobodyLookedIsFound() {
        enrol(0, 40);
        faces(SETTINGS).close();
        enrol(40, 50);
        try (LuceneEnrolledFaces faces = faces(SETTINGS)) {
            agree(faces, VECTORS.probe(3 * 45, 0.7, 2), 5);
            assertTrue(faces.refresh());
            agree(faces, VECTORS.probe(3 * 45, 0.7, 2), 5);
        }
        try (LuceneEnrolledFaces faces = faces(SETTINGS.withUnwrittenTemplates(0))) {
            agree(faces, VECTORS.probe(3 * 45, 0.7, 2), 5);
        }
    }

    @Test
    void theErasedAreGoneFromDiskAfterRefreshingOrOpening() throws IOException {
        enrol(0, 40);
        try (LuceneEnrolledFaces faces = faces(SETTINGS)) {
            assertTrue(isOnDisk(VECTORS.template(3 * 7)));
            register.erase(ClusteredVectors.person(7));
            assertTrue(faces.refresh());
            assertFalse(isOnDisk(VECTORS.template(3 * 7)));
            agree(faces, VECTORS.probe(3 * 7, 0.7, 2), 5);
        }
        register.erase(ClusteredVectors.person(8));
        assertTrue(isOnDisk(VECTORS.template(3 * 8)));
        faces(SETTINGS).close();
        assertFalse(isOnDisk(VECTORS.template(3 * 8)));
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
    void everyDamagedFileIsNoticedAndReplaced() throws IOException {
        enrol(0, 40);
        faces(SETTINGS).close();
        List<Path> files = indexFiles();
        assertTrue(files.size() > 5, files.toString());
        for (Path victim : files) {
            for (Damage damage : Damage.values()) {
                if (Files.exists(victim)) {
                    damage.to(victim);
                }
                try (LuceneEnrolledFaces faces = faces(SETTINGS)) {
                    agree(faces, VECTORS.probe(3 * 11, 0.7, 2), 5);
                }
            }
        }
    }

    private enum Damage {
        CUT,
        EMPTIED,
        FLIPPED,
        REMOVED;

        void to(Path file) throws IOException {
            try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
                switch (this) {
                    case CUT -> access.setLength(access.length() / 2);
                    case EMPTIED -> access.setLength(0);
                    case FLIPPED -> {
                        long middle = access.length() / 2;
                        if (middle > 0) {
                            access.seek(middle);
                            int value = access.read();
                            access.seek(middle);
                            access.write(value ^ 0x10);
                        }
                    }
                    case REMOVED -> Files.delete(file);
                }
            }
        }
    }

    @Test
    void anIndexOfOthersIsReplaced() throws IOException {
        enrol(0, 40);
        Path folder = Files.createDirectories(folder());
        Files.writeString(folder.resolve("notes.txt"), "not an index");
        try (Directory directory = FSDirectory.open(folder);
                IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
            writer.addDocument(new Document());
        }
        try (LuceneEnrolledFaces faces = faces(SETTINGS)) {
            agree(faces, VECTORS.probe(3 * 11, 0.7, 2), 5);
        }
    }

    @Test
    void whatAWriterThatDiedLeftIsSweptAway() throws IOException {
        enrol(0, 40);
        Path left = Files.createDirectories(folder().resolve("building-123"));
        Files.writeString(left.resolve("_0.vec"), "half");
        faces(SETTINGS).close();

        assertFalse(Files.exists(left));
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
    void twoOwnersOfOneFolderBothFollowTheRegister() {
        enrol(0, 40);
        try (LuceneEnrolledFaces first = faces(SETTINGS);
                RegisterDatabase other = RegisterDatabase.open(home.resolve("register.db"));
                LuceneEnrolledFaces second = LuceneEnrolledFaces.open(
                        home.resolve("index"), other.register(clock), SPACE, SETTINGS, clock)) {
            other.register(clock).erase(ClusteredVectors.person(5));
            agree(first, VECTORS.probe(15, 0.9, 2), 5);
            assertTrue(second.refresh());
            enrol(40, 45);
            agree(first, VECTORS.probe(3 * 42, 0.9, 2), 5);
            agree(second, VECTORS.probe(3 * 42, 0.9, 2), 5);
            assertTrue(first.refresh());
            agree(first, VECTORS.probe(3 * 42, 0.9, 2), 5);
            agree(second, VECTORS.probe(15, 0.9, 2), 5);
        }
    }

    @Test
    void whileAnotherWritesItSearchesFromMemory() throws IOException {
        enrol(0, 40);
        IndexSettings impatient = SETTINGS.withLockPatience(Duration.ZERO);
        Files.createDirectories(home.resolve("index"));
        try (Directory locks = FSDirectory.open(home.resolve("index"));
                Lock held = locks.obtainLock("writing.lock")) {
            held.ensureValid();
            try (LuceneEnrolledFaces faces = faces(impatient)) {
                agree(faces, VECTORS.probe(3 * 11, 0.7, 2), 5);
                enrol(40, 45);
                agree(faces, VECTORS.probe(3 * 42, 0.7, 2), 5);
                assertFalse(faces.refresh());
            }
        }
        try (LuceneEnrolledFaces faces = faces(impatient)) {
            agree(faces, VECTORS.probe(3 * 42, 0.7, 2), 5);
        }
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
                    faces.refresh();
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
        assertThrows(IllegalStateException.class, faces::refresh);
    }

    @Test
    void aProcessKilledWhileItWritesLosesNothingThatItSaidItWrote() throws Exception {
        for (int round = 0; round < 3; round++) {
            Path said = home.resolve("said-" + round);
            Process child = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "--add-modules=jdk.incubator.vector",
                            "--enable-native-access=ALL-UNNAMED",
                            "-Xmx256m",
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            KilledWriter.class.getName(),
                            home.toString(),
                            said.toString(),
                            Integer.toString(1_000 * (round + 1)))
                    .redirectError(new File(home.toFile(), "child.err"))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            int wanted = 5 + 7 * round;
            while (lines(said) < wanted) {
                assertTrue(child.isAlive(), () -> read(home.resolve("child.err")));
                Thread.sleep(5);
            }
            child.destroyForcibly().waitFor();

            Set<String> written = Set.copyOf(Files.readAllLines(said));
            List<String> registered = register.people().stream()
                    .map(person -> person.id().value())
                    .toList();
            assertTrue(registered.containsAll(written), "lost what was said to be registered");
            try (LuceneEnrolledFaces faces = faces(SETTINGS)) {
                for (Person person : register.people()) {
                    int number = Integer.parseInt(person.id().value().substring(2));
                    Embedding probe = VECTORS.probe(3 * number, 0.8, number);
                    assertEquals(
                            oracle(probe).getFirst(), faces.search(probe, 1).getFirst());
                }
                agree(faces, VECTORS.stranger(4), 1_000);
            }
        }
    }

    /** Registers people and writes the index until it is killed; says each person's id once registered. */
    static final class KilledWriter {

        private KilledWriter() {}

        public static void main(String[] args) throws IOException {
            Path home = Path.of(args[0]);
            Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
            try (RegisterDatabase database = RegisterDatabase.open(home.resolve("register.db"));
                    var said = Files.newBufferedWriter(Path.of(args[1]));
                    LuceneEnrolledFaces faces = LuceneEnrolledFaces.open(
                            home.resolve("index"), database.register(clock), SPACE, SETTINGS, clock)) {
                for (int i = Integer.parseInt(args[2]); true; i++) {
                    database.register(clock).enrol(ClusteredVectors.person(i), "X", CONSENT, photos(i));
                    said.write(ClusteredVectors.person(i).value() + "\n");
                    said.flush();
                    if (i % 2 == 0) {
                        faces.refresh();
                    }
                }
            }
        }
    }

    private static int lines(Path file) {
        return Files.exists(file) ? (int) read(file).lines().count() : 0;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private LuceneEnrolledFaces faces(IndexSettings settings) {
        return LuceneEnrolledFaces.open(home.resolve("index"), register, SPACE, settings, clock);
    }

    private Path folder() {
        return home.resolve("index").resolve("test_0123456789ab_v1_16");
    }

    private List<Path> indexFiles() throws IOException {
        try (Stream<Path> listed = Files.list(folder())) {
            return listed.filter(path -> !path.endsWith("write.lock")).sorted().toList();
        }
    }

    private Map<String, Object> files() throws IOException {
        Map<String, Object> files = new HashMap<>();
        for (Path file : indexFiles()) {
            files.put(file.getFileName().toString(), Files.getLastModifiedTime(file));
        }
        return files;
    }

    private boolean isOnDisk(Embedding template) throws IOException {
        // The first two values: what else holds them is as good as the vector itself.
        String bytes = new String(template.toBytes(), StandardCharsets.ISO_8859_1).substring(0, 8);
        for (Path file : indexFiles()) {
            if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(bytes)) {
                return true;
            }
        }
        return false;
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
