package io.sosia.jobs.bench;

import io.sosia.indexer.enrolled.EnrolledFaces.Candidate;
import io.sosia.indexer.enrolled.EnrolledFaces.Mode;
import io.sosia.indexer.lucene.IndexSettings;
import io.sosia.indexer.lucene.TemplateIndex;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.Template;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;
import io.sosia.testdata.cluster.ClusterSettings;
import io.sosia.testdata.cluster.FaceClusters;
import io.sosia.testdata.cluster.Probe;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;

/**
 * How fast and how surely the index of registered faces finds people among so many that do not exist. Every way of
 * searching answers the same probes on the same index, on one thread; a graph is built by one thread too.
 */
public final class SearchBench {

    /** Of nobody's model: these vectors are made up. */
    private static final EmbeddingSpace SPACE = new EmbeddingSpace("bench", "000000000000", "clusters", 128);

    private static final int WARM_UPS = 100;

    /** A scan asks for the nearest and the runner-up. */
    private static final int PEOPLE = 2;

    /** A search by codes or graph works in floats, the similarity of a mate in doubles. */
    private static final double ROUNDING = 1e-3;

    private final FaceClusters people;
    private final int searches;
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    /**
     * A bench.
     *
     * @param templates how many vectors in all, two of each person; 2 or more
     * @param searches that count, 1 or more
     */
    public SearchBench(int templates, int searches) {
        if (templates < 2 || searches < 1) {
            throw new IllegalArgumentException(
                    "templates and searches: " + templates + ", " + searches + " are too few");
        }
        this.people = new FaceClusters(ClusterSettings.of(templates / 2));
        this.searches = searches;
    }

    /**
     * Fills an index in memory and searches it: exactly, by codes, and by graph if one is asked for.
     *
     * @param graph whether to build and measure a graph, which takes minutes
     * @return a result for each way, the exact one first
     */
    public List<Result> run(boolean graph) {
        IndexSettings settings = IndexSettings.standard();
        long began = System.nanoTime();
        Population population = new Population(people);
        List<Result> results = new ArrayList<>();
        try (TemplateIndex index = TemplateIndex.of(SPACE, Math.toIntExact(population.size), population)) {
            if (graph) {
                index.buildGraph(settings.graph());
            }
            Built built = new Built(index.size(), (System.nanoTime() - began) / 1e9, index.bytes());
            List<Probe> probes =
                    IntStream.range(0, searches).mapToObj(people::probe).toList();
            Answers exact = ask(index, Mode.EXACT, probes, settings);
            results.add(result(exact, exact, built, probes));
            results.add(result(ask(index, Mode.CODES, probes, settings), exact, built, probes));
            if (graph) {
                results.add(result(ask(index, Mode.GRAPH, probes, settings), exact, built, probes));
            }
        }
        return results;
    }

    /** What it was to make an index. */
    private record Built(long templates, double seconds, long bytes) {}

    private Answers ask(TemplateIndex index, Mode mode, List<Probe> probes, IndexSettings settings) {
        long before = usedMemory();
        long began = System.nanoTime();
        // The first search by codes makes them.
        index.search(embedding(people.probe(-1)), PEOPLE, mode, settings.graph().searchWidth());
        double first = (System.nanoTime() - began) / 1e9;
        long kept = Math.max(0, usedMemory() - before);
        for (int i = 1; i < WARM_UPS; i++) {
            index.search(
                    embedding(people.probe(-1 - i)),
                    PEOPLE,
                    mode,
                    settings.graph().searchWidth());
        }
        double[] nanos = new double[probes.size()];
        double[] processorNanos = new double[probes.size()];
        List<Candidate> best = new ArrayList<>();
        for (int i = 0; i < nanos.length; i++) {
            Embedding vector = embedding(probes.get(i));
            long processor = threads.getCurrentThreadCpuTime();
            long start = System.nanoTime();
            List<Candidate> found =
                    index.search(vector, PEOPLE, mode, settings.graph().searchWidth());
            nanos[i] = System.nanoTime() - start;
            processorNanos[i] = threads.getCurrentThreadCpuTime() - processor;
            best.add(found.getFirst());
        }
        return new Answers(mode, first, kept, Median.of(nanos), Median.of(processorNanos), best);
    }

    /** What a way of searching answered: the nearest person for each probe, and what it took. */
    private record Answers(
            Mode mode,
            double firstSeconds,
            long heapBytes,
            double nanos,
            double processorNanos,
            List<Candidate> best) {}

    private Result result(Answers answers, Answers exact, Built built, List<Probe> probes) {
        int first = 0;
        int near = 0;
        int firstExactly = 0;
        int kept = 0;
        for (int i = 0; i < probes.size(); i++) {
            Probe probe = probes.get(i);
            PersonId mate = person(probe.person());
            Candidate best = answers.best().get(i);
            boolean found = best.person().equals(mate);
            // A stranger may lie nearer than the mate; then the index is right to say so.
            double similarity = embedding(probe)
                    .cosine(people.template(probe.person(), probe.template(), SPACE))
                    .value();
            first += found ? 1 : 0;
            near += found || best.similarity().value() >= similarity - ROUNDING ? 1 : 0;
            if (exact.best().get(i).person().equals(mate)) {
                firstExactly++;
                kept += found ? 1 : 0;
            }
        }
        return new Result(
                answers.mode().name().toLowerCase(Locale.ROOT),
                built.templates(),
                probes.size(),
                answers.nanos() / 1e6,
                answers.processorNanos() / 1e6,
                answers.mode() == Mode.GRAPH ? 0 : built.templates() / (answers.processorNanos() / 1e9),
                (double) first / probes.size(),
                (double) near / probes.size(),
                firstExactly == 0 ? 1 : (double) kept / firstExactly,
                built.seconds(),
                answers.firstSeconds(),
                0,
                built.bytes(),
                answers.heapBytes());
    }

    private static Embedding embedding(Probe probe) {
        return Embedding.normalised(SPACE, probe.vector());
    }

    private static PersonId person(int number) {
        return new PersonId("n-" + number);
    }

    /** What is alive on the heap, as near as the machine tells. */
    private static long usedMemory() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /**
     * What was measured of one way of searching.
     *
     * @param mode {@code exact}, {@code codes} or {@code graph}
     * @param templates searched in
     * @param searches that count
     * @param millis median of a search
     * @param processorMillis median of the searching thread's processor time, which others on the machine stretch less
     * @param vectorsPerSecond templates by processor time of a search; 0 for a graph, which does not compare all
     * @param matesFirst share of searches that returned the probe's person first
     * @param matesOrNearer share that returned them or somebody at least as near
     * @param matesKept of the searches in which comparing everything returns the probe's person first, the share that did
     * @param buildSeconds to make the vectors and lay them into memory, with a graph if there is one
     * @param firstSeconds the first search, which makes the codes
     * @param diskBytes of the index, which no longer lies on disk: 0
     * @param memoryBytes of native memory that the vectors take
     * @param heapBytes more on the heap after the first search
     */
    public record Result(
            String mode,
            long templates,
            int searches,
            double millis,
            double processorMillis,
            double vectorsPerSecond,
            double matesFirst,
            double matesOrNearer,
            double matesKept,
            double buildSeconds,
            double firstSeconds,
            long diskBytes,
            long memoryBytes,
            long heapBytes) {}

    /** People who do not exist, made as they are read. */
    private static final class Population implements Iterator<Template> {

        private final FaceClusters people;
        private final long size;
        private long made;

        Population(FaceClusters people) {
            this.people = people;
            this.size = (long) people.settings().people() * people.settings().templates();
        }

        @Override
        public boolean hasNext() {
            return made < size;
        }

        @Override
        public Template next() {
            if (!hasNext()) {
                throw new NoSuchElementException("all " + size + " templates are made");
            }
            int each = people.settings().templates();
            int owner = Math.toIntExact(made / each);
            int which = Math.toIntExact(made % each);
            made++;
            return new Template(made, person(owner), people.template(owner, which, SPACE));
        }
    }
}
