package io.sosia.jobs.bench;

import io.sosia.indexer.enrolled.EnrolledFaces.Candidate;
import io.sosia.indexer.lucene.IndexSettings;
import io.sosia.indexer.lucene.LuceneEnrolledFaces;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.Revision;
import io.sosia.indexer.registry.Template;
import io.sosia.indexer.registry.TemplateLedger;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;
import io.sosia.testdata.cluster.ClusterSettings;
import io.sosia.testdata.cluster.FaceClusters;
import io.sosia.testdata.cluster.Probe;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * How fast and how surely the index of registered faces finds people, exactly and by graph, among so many that do not
 * exist. One thread searches; the graph is built by as many as there are cores.
 */
public final class SearchBench {

    /** Of nobody's model: these vectors are made up. */
    private static final EmbeddingSpace SPACE = new EmbeddingSpace("bench", "000000000000", "clusters", 128);

    private static final int WARM_UPS = 20;

    private final FaceClusters people;
    private final Clock clock;
    private final int searches;

    /**
     * A bench.
     *
     * @param templates how many vectors in all, two of each person; 2 or more
     * @param searches that count, 1 or more
     */
    public SearchBench(int templates, int searches, Clock clock) {
        if (templates < 2 || searches < 1) {
            throw new IllegalArgumentException(
                    "templates and searches: " + templates + ", " + searches + " are too few");
        }
        this.people = new FaceClusters(ClusterSettings.of(templates / 2));
        this.searches = searches;
        this.clock = clock;
    }

    /**
     * Builds an index and searches it.
     *
     * @param folder empty; the index is left in it
     * @param graph whether by graph, else exactly
     */
    public Result run(Path folder, boolean graph) {
        Population ledger = new Population(people);
        IndexSettings settings = IndexSettings.standard().withExactLimit(graph ? 0 : Integer.MAX_VALUE);
        long before = usedMemory();
        long start = System.nanoTime();
        try (LuceneEnrolledFaces faces = LuceneEnrolledFaces.open(folder, ledger, SPACE, settings, clock)) {
            double buildSeconds = (System.nanoTime() - start) / 1e9;
            for (int i = 0; i < WARM_UPS; i++) {
                faces.search(embedding(people.probe(-1 - i)), 2);
            }
            double[] nanos = new double[searches];
            int found = 0;
            int near = 0;
            for (int i = 0; i < searches; i++) {
                Probe probe = people.probe(i);
                Embedding vector = embedding(probe);
                long began = System.nanoTime();
                List<Candidate> best = faces.search(vector, 2);
                nanos[i] = System.nanoTime() - began;
                // A stranger may lie nearer than the mate; what counts is whether the mate's similarity was reached.
                double mate = vector.cosine(
                                people.template(probe.person(), probe.template(), SPACE))
                        .value();
                boolean first = best.getFirst().person().equals(person(probe.person()));
                found += first ? 1 : 0;
                near += first || best.getFirst().similarity().value() >= mate - 1e-3 ? 1 : 0;
            }
            double median = Median.of(nanos);
            long templates = ledger.templateCount(SPACE);
            return new Result(
                    graph ? "graph" : "exact",
                    templates,
                    searches,
                    median / 1e6,
                    graph ? 0 : templates / (median / 1e9),
                    (double) found / searches,
                    (double) near / searches,
                    buildSeconds,
                    Math.max(0, usedMemory() - before));
        }
    }

    private static Embedding embedding(Probe probe) {
        return Embedding.normalised(SPACE, probe.vector());
    }

    private static PersonId person(int number) {
        return new PersonId("n-" + number);
    }

    private static long usedMemory() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /**
     * What was measured.
     *
     * @param mode {@code exact} or {@code graph}
     * @param templates searched in
     * @param searches that count
     * @param millis median of a search
     * @param vectorsPerSecond compared by an exact search; 0 for a graph
     * @param matesFirst share of searches that returned the probe's person first
     * @param matesOrNearer share that returned them or somebody at least as near: what the index missed is the rest
     * @param buildSeconds to build and open the index
     * @param heapBytes more on the heap than before; the vectors themselves are mapped from the file
     */
    public record Result(
            String mode,
            long templates,
            int searches,
            double millis,
            double vectorsPerSecond,
            double matesFirst,
            double matesOrNearer,
            double buildSeconds,
            long heapBytes) {}

    /** A register of people who do not exist, made as it is read. */
    private record Population(FaceClusters people) implements TemplateLedger {

        private static final Revision ONLY = new Revision(1, "00000000-0000-0000-0000-000000000001");

        @Override
        public Revision revision() {
            return ONLY;
        }

        @Override
        public boolean hasBeen(Revision revision) {
            return revision.equals(ONLY);
        }

        @Override
        public List<Template> templatesAfter(EmbeddingSpace space, long after, int limit) {
            List<Template> page = new ArrayList<>();
            int each = people.settings().templates();
            for (long number = after + 1; number <= templateCount(space) && page.size() < limit; number++) {
                int owner = Math.toIntExact((number - 1) / each);
                int which = Math.toIntExact((number - 1) % each);
                page.add(new Template(number, person(owner), people.template(owner, which, space)));
            }
            return page;
        }

        @Override
        public long templateCount(EmbeddingSpace space) {
            return (long) people.settings().people() * people.settings().templates();
        }

        @Override
        public long[] templateNumbers(EmbeddingSpace space) {
            long[] numbers = new long[Math.toIntExact(templateCount(space))];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = i + 1L;
            }
            return numbers;
        }

        @Override
        public Set<PersonId> unsearchable(LocalDate day) {
            return Set.of();
        }
    }
}
