package io.sosia.jobs.bench;

import io.sosia.indexer.enrolled.EnrolledFaces.Candidate;
import io.sosia.indexer.lucene.IndexSettings;
import io.sosia.indexer.lucene.LuceneEnrolledFaces;
import io.sosia.indexer.registry.Consent;
import io.sosia.indexer.registry.EnrolledPhoto;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.indexer.registry.SqlRegister;
import io.sosia.indexer.registry.SqlSubjectKeys;
import io.sosia.indexer.registry.TemplateReading;
import io.sosia.indexer.seal.KeyUnavailableException;
import io.sosia.indexer.seal.MasterKey;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;
import io.sosia.testdata.cluster.ClusterSettings;
import io.sosia.testdata.cluster.FaceClusters;
import io.sosia.testdata.cluster.Probe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * How long a job takes to have everybody who is registered in memory, from a register in which they are sealed: people who do not
 * exist are registered as real ones are, and then opened as a scan opens them.
 */
public final class RegisterBench {

    /** Of nobody's model: these vectors are made up. */
    private static final EmbeddingSpace SPACE = new EmbeddingSpace("bench", "000000000000", "clusters", 128);

    /** Registered in one transaction, since a million commits of a disk's time say nothing of opening. */
    private static final int BATCH = 2_000;

    /** A scan asks for the nearest and the runner-up. */
    private static final int PEOPLE = 2;

    private final FaceClusters people;
    private final int searches;
    private final Clock clock;

    /**
     * A bench.
     *
     * @param templates how many vectors in all, two of each person; 2 or more
     * @param searches afterwards, 1 or more
     */
    public RegisterBench(int templates, int searches, Clock clock) {
        if (templates < 2 || searches < 1) {
            throw new IllegalArgumentException(
                    "templates and searches: " + templates + ", " + searches + " are too few");
        }
        this.people = new FaceClusters(ClusterSettings.of(templates / 2));
        this.searches = searches;
        this.clock = clock;
    }

    /**
     * Fills a register and opens it.
     *
     * @param folder empty; register and key are left in it
     * @param registered hears how many people are registered
     * @throws IOException if the folder cannot be read
     */
    public Result run(Path folder, IntConsumer registered) throws IOException {
        Path file = folder.resolve("register.db");
        double filled;
        try (RegisterDatabase database = RegisterDatabase.open(file)) {
            long began = System.nanoTime();
            fill(database, keys(database, folder), registered);
            filled = seconds(began);
        }
        long disk = Files.size(file);
        // Opened anew, as by another process; what the system keeps of the file in memory it keeps for a night's scan
        // too.
        try (RegisterDatabase database = RegisterDatabase.open(file)) {
            Duration processor = processorTime();
            long began = System.nanoTime();
            SqlRegister register = database.register(keys(database, folder), clock);
            try (LuceneEnrolledFaces faces =
                    LuceneEnrolledFaces.open(register, SPACE, IndexSettings.standard(), clock)) {
                double opened = seconds(began);
                double processorSeconds = processorTime().minus(processor).toNanos() / 1e9;
                TemplateReading reading = register.templateReading();
                double querying = reading.querying().toNanos() / 1e9;
                double unsealing = reading.opening().toNanos() / 1e9;
                double[] nanos = new double[searches];
                int first = 0;
                for (int i = 0; i < searches; i++) {
                    Probe probe = people.probe(i);
                    Embedding vector = Embedding.normalised(SPACE, probe.vector());
                    long start = System.nanoTime();
                    List<Candidate> found = faces.search(vector, PEOPLE);
                    nanos[i] = System.nanoTime() - start;
                    first += found.getFirst().person().equals(person(probe.person())) ? 1 : 0;
                }
                return new Result(
                        faces.statistics().mode().name().toLowerCase(Locale.ROOT),
                        faces.statistics().templates(),
                        register.size().people(),
                        opened,
                        processorSeconds,
                        querying,
                        unsealing,
                        Math.max(0, processorSeconds - querying - unsealing),
                        IndexSettings.standard().readThreads(),
                        Median.of(nanos) / 1e6,
                        (double) first / searches,
                        filled,
                        disk,
                        usedHeap());
            }
        }
    }

    private static SqlSubjectKeys keys(RegisterDatabase database, Path folder) throws IOException {
        try {
            return database.subjectKeys(
                    MasterKey.find(folder.resolve("keys").resolve("master.json"), Map.of(), !database.sealed()));
        } catch (KeyUnavailableException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private void fill(RegisterDatabase database, SqlSubjectKeys keys, IntConsumer registered) {
        SqlRegister register = database.register(keys, clock);
        TransactionTemplate together = new TransactionTemplate(new JdbcTransactionManager(database.dataSource()));
        Consent consent = new Consent("bench", LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC), Optional.empty());
        int all = people.settings().people();
        for (int from = 0; from < all; from += BATCH) {
            int begin = from;
            int end = Math.min(all, from + BATCH);
            together.executeWithoutResult(status -> {
                for (int person = begin; person < end; person++) {
                    register.enrol(person(person), "Nobody " + person, consent, photos(person));
                }
            });
            registered.accept(end);
        }
    }

    private List<EnrolledPhoto> photos(int person) {
        int each = people.settings().templates();
        List<EnrolledPhoto> photos = new ArrayList<>();
        for (int which = 0; which < each; which++) {
            String sha256 = String.format(Locale.ROOT, "%064x", (long) person * each + which);
            photos.add(new EnrolledPhoto(sha256, 0.5, people.template(person, which, SPACE)));
        }
        return photos;
    }

    private static PersonId person(int number) {
        return new PersonId("n-" + number);
    }

    /** Of all threads; of systems that do not tell it, none. */
    private static Duration processorTime() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /**
     * What was measured.
     *
     * @param mode in which everybody is searched at that size
     * @param templates in memory
     * @param people whose they are, each with a key of their own
     * @param openSeconds from the closed register to the index in memory, by the clock
     * @param processorSeconds the same, of all threads of the process
     * @param querySeconds of that, in the database
     * @param unsealSeconds of that, breaking seals of keys and vectors
     * @param buildSeconds of that, the rest: laying vectors into memory, making codes, compiling and collecting garbage
     * @param threads that read
     * @param searchMillis median of a search afterwards
     * @param matesFirst share of searches that return the probe's person first
     * @param fillSeconds to register everybody
     * @param diskBytes of the register
     * @param heapBytes that the process keeps on the heap afterwards
     */
    public record Result(
            String mode,
            long templates,
            long people,
            double openSeconds,
            double processorSeconds,
            double querySeconds,
            double unsealSeconds,
            double buildSeconds,
            int threads,
            double searchMillis,
            double matesFirst,
            double fillSeconds,
            long diskBytes,
            long heapBytes) {}
}
