package io.sosia.indexer.lucene;

import io.sosia.indexer.enrolled.EnrolledFaces.Candidate;
import io.sosia.indexer.enrolled.EnrolledFaces.Mode;
import io.sosia.indexer.registry.PersonId;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Measures building and searching at a size, for choosing {@link IndexSettings}: {@code docs/index.md} has the results.
 * Not a test. Times are the searching thread's own processor time, so that a busy machine does not count.
 *
 * <p>Arguments: templates, probes, neighbours (2: no graph), build width, search widths parted by commas.
 */
final class SearchMeasurement {

    private static final EmbeddingSpace SPACE = new EmbeddingSpace("clusters", "000000000000", "v1", 128);

    private SearchMeasurement() {}

    public static void main(String[] args) {
        PrintStream out = System.out;
        int templates = Integer.parseInt(args[0]);
        int probes = Integer.parseInt(args[1]);
        int neighbours = Integer.parseInt(args[2]);
        int buildWidth = Integer.parseInt(args[3]);
        ClusteredVectors vectors = new ClusteredVectors(1, SPACE, 2);
        long cpu = processCpu();
        long began = System.nanoTime();
        try (TemplateIndex index = TemplateIndex.of(SPACE, templates, vectors.templates(templates))) {
            long read = System.nanoTime();
            if (neighbours > 2) {
                index.buildGraph(new IndexSettings.Graph(neighbours, buildWidth, 100));
            }
            out.println("read in " + (read - began) / 1_000_000 + " ms, graph in "
                    + (System.nanoTime() - read) / 1_000_000 + " ms, " + index.bytes() + " bytes, processor time "
                    + (processCpu() - cpu) / 1_000_000 + " ms, heap peak " + heapPeak() / (1 << 20) + " MiB");
            search(out, index, vectors, templates, probes, args[4]);
        }
    }

    private static void search(
            PrintStream out, TemplateIndex index, ClusteredVectors vectors, int templates, int probes, String widths) {
        RandomGenerator random = new java.util.SplittableRandom(5);
        List<Embedding> probed = new ArrayList<>();
        List<PersonId> mates = new ArrayList<>();
        for (int i = 0; i < probes; i++) {
            int template = random.nextInt(templates);
            probed.add(vectors.probe(template, 0.45 + 0.35 * random.nextDouble(), i));
            mates.add(ClusteredVectors.person(template / 2));
        }
        List<PersonId> exact = new ArrayList<>();
        search(index, probed.subList(0, Math.min(20, probes)), Mode.EXACT, 0, new ArrayList<>());
        long exactNanos = search(index, probed, Mode.EXACT, 0, exact);
        long exactMates = agreement(exact, mates);
        out.printf(
                Locale.ROOT,
                "exact: %.3f ms, %.1f million vectors/s, mate is best in %.4f%n",
                exactNanos / 1e6 / probes,
                1e3 * templates * (double) probes / exactNanos,
                exactMates / (double) probes);
        long encoding = System.nanoTime();
        long encodingCpu = processCpu();
        long bytes = index.codes().bytes();
        out.printf(
                Locale.ROOT,
                "codes: %d bytes, made in %d ms, processor time %d ms%n",
                bytes,
                (System.nanoTime() - encoding) / 1_000_000,
                (processCpu() - encodingCpu) / 1_000_000);
        report(out, "codes", index, Mode.CODES, 0, probed, mates, exact, exactMates);
        for (int width : Stream.of(widths.split(",")).map(Integer::valueOf).toList()) {
            if (index.hasGraph()) {
                report(out, "graph of width " + width, index, Mode.GRAPH, width, probed, mates, exact, exactMates);
            }
        }
        List<Embedding> strangers = new ArrayList<>();
        for (int i = 0; i < probes; i++) {
            strangers.add(vectors.stranger(i));
        }
        List<PersonId> nearest = new ArrayList<>();
        search(index, strangers, Mode.EXACT, 0, nearest);
        report(out, "codes, strangers", index, Mode.CODES, 0, strangers, nearest, nearest, probes);
    }

    private static void report(
            PrintStream out,
            String name,
            TemplateIndex index,
            Mode mode,
            int width,
            List<Embedding> probed,
            List<PersonId> mates,
            List<PersonId> exact,
            long exactMates) {
        search(index, probed.subList(0, Math.min(300, probed.size())), mode, width, new ArrayList<>());
        List<PersonId> found = new ArrayList<>();
        long nanos = search(index, probed, mode, width, found);
        long both = 0;
        for (int i = 0; i < probed.size(); i++) {
            if (exact.get(i).equals(mates.get(i)) && found.get(i).equals(mates.get(i))) {
                both++;
            }
        }
        out.printf(
                Locale.ROOT,
                "%s: %.3f ms, mates found %.5f of those found exactly, best person agrees %.5f%n",
                name,
                nanos / 1e6 / probed.size(),
                both / (double) exactMates,
                agreement(exact, found) / (double) probed.size());
    }

    private static long search(TemplateIndex index, List<Embedding> probes, Mode mode, int width, List<PersonId> best) {
        var threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        for (Embedding probe : probes) {
            Iterator<Candidate> found = index.search(probe, 2, mode, width).iterator();
            best.add(found.next().person());
        }
        return threads.getCurrentThreadCpuTime() - start;
    }

    private static long agreement(List<PersonId> first, List<PersonId> second) {
        long agreed = 0;
        for (int i = 0; i < first.size(); i++) {
            if (first.get(i).equals(second.get(i))) {
                agreed++;
            }
        }
        return agreed;
    }

    private static long processCpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static long heapPeak() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == java.lang.management.MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
    }
}
