package io.sosia.jobs.bench;

import io.sosia.indexer.match.Fusion;
import io.sosia.indexer.match.PersonTemplates;
import io.sosia.indexer.match.Upload;
import io.sosia.indexer.seal.KeyUnavailableException;
import io.sosia.indexer.seal.MasterKey;
import io.sosia.indexer.sighting.ArchiveUnavailableException;
import io.sosia.indexer.sighting.BestView;
import io.sosia.indexer.sighting.CaseReference;
import io.sosia.indexer.sighting.Look;
import io.sosia.indexer.sighting.SealedSightings;
import io.sosia.indexer.sighting.SightedTrack;
import io.sosia.indexer.sighting.Sighting;
import io.sosia.indexer.sighting.SightingQuery;
import io.sosia.indexer.sighting.SightingSearch;
import io.sosia.indexer.sighting.Span;
import io.sosia.models.vector.Cosine;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;
import io.sosia.models.vector.FaceVectors;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;

/**
 * How long it takes to look for one person among the sealed sightings of days, and how much memory. Sightings are made up:
 * vectors in all directions, every other one with a second vector, as long as that of the recogniser that looks closer; and one
 * in {@value #PLANTED} is the person, at a cosine of 0.6 by both. There are no pictures, which a search does not read.
 */
public final class SightingBench {

    private static final EmbeddingSpace QUICK = new EmbeddingSpace("bench", "000000000000", "made-up", 128);
    private static final EmbeddingSpace STRONG = new EmbeddingSpace("bench-strong", "000000000000", "made-up", 256);

    /** 470 dramas of 80 episodes with 30 tracks each are a day. */
    private static final long A_DAY = 470L * 80 * 30;

    /**
     * Of ten episodes. A scan writes each video by itself, and waits for the disk each time; here that would be most of the
     * time, and say nothing of the search.
     */
    private static final int TRACKS_OF_A_LOOK = 300;

    private static final int PLANTED = 50_000;
    private static final double ALIKE = 0.6;
    private static final int PORTRAITS = 3;
    private static final int ROUNDS = 3;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final long sightings;

    /**
     * A bench.
     *
     * @param sightings in all, {@value #TRACKS_OF_A_LOOK} or more
     */
    public SightingBench(long sightings) {
        if (sightings < TRACKS_OF_A_LOOK) {
            throw new IllegalArgumentException("sightings: " + sightings + " is less than " + TRACKS_OF_A_LOOK);
        }
        this.sightings = sightings;
    }

    /**
     * Makes an archive, and searches it when a quarter of it, a half, and all is there.
     *
     * @param folder empty; the archive and its master key are left in it
     * @return a result for each
     * @throws IOException if it cannot be written or read
     */
    public List<Result> run(Path folder) throws IOException {
        try {
            MasterKey master = MasterKey.find(folder.resolve("master.json"), Map.of(), true);
            try (SealedSightings archive = SealedSightings.open(folder.resolve("sightings"), master)) {
                return run(archive, folder.resolve("sightings"));
            }
        } catch (KeyUnavailableException | ArchiveUnavailableException e) {
            throw new IOException("a new archive could not be made", e);
        }
    }

    private List<Result> run(SealedSightings archive, Path folder) throws IOException {
        Maker maker = new Maker();
        List<Result> results = new ArrayList<>();
        long appending = 0;
        for (long size : List.of(sightings / 4, sightings / 2, sightings)) {
            long begun = System.nanoTime();
            while (maker.made < size) {
                Instant at = Maker.BEGIN.plus(Duration.ofDays(maker.made / A_DAY));
                List<SightedTrack> tracks = maker.tracks((int) Math.min(TRACKS_OF_A_LOOK, size - maker.made));
                archive.append(maker.look(at), tracks);
            }
            archive.sealBefore(LocalDate.MAX);
            appending += System.nanoTime() - begun;
            results.add(search(archive, maker, folder, appending));
        }
        return results;
    }

    private static Result search(SealedSightings archive, Maker maker, Path folder, long appending) throws IOException {
        CaseReference bench = CaseReference.issuedBy(number -> true, "bench");
        SightingQuery query = new SightingQuery(
                PersonTemplates.of(maker.portraits),
                Fusion.of(QUICK, STRONG),
                new Cosine(0.35),
                new Cosine(0.45),
                1_000,
                Set.of());
        double[] seconds = new double[ROUNDS];
        double[] processor = new double[ROUNDS];
        long heap = 0;
        SightingSearch found = archive.search(bench, query);
        for (int round = 0; round < ROUNDS; round++) {
            System.gc();
            heapPools().forEach(MemoryPoolMXBean::resetPeakUsage);
            long before = THREADS.getCurrentThreadCpuTime();
            long start = System.nanoTime();
            found = archive.search(bench, query);
            seconds[round] = (System.nanoTime() - start) / 1e9;
            processor[round] = (THREADS.getCurrentThreadCpuTime() - before) / 1e9;
            heap = Math.max(
                    heap,
                    heapPools().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum());
        }
        double median = Median.of(seconds);
        return new Result(
                found.compared(),
                found.days().size(),
                median,
                Median.of(processor),
                median / found.compared() * 1e6,
                maker.planted,
                found.found(),
                heap,
                bytes(folder),
                appending / 1e9);
    }

    private static Stream<MemoryPoolMXBean> heapPools() {
        return ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.HEAP);
    }

    private static long bytes(Path folder) throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }

    /**
     * What was measured.
     *
     * @param sightings compared in each search
     * @param days that they are of
     * @param seconds median of a search
     * @param processorSeconds median of the searching thread's processor time, which others on the machine stretch less
     * @param secondsPerMillion {@code seconds} for a million sightings
     * @param planted sightings of the person
     * @param found hits
     * @param heapBytes most on the heap during a search, garbage included
     * @param diskBytes of the archive
     * @param appendSeconds to make the vectors, append and seal them, all so far
     */
    public record Result(
            long sightings,
            int days,
            double seconds,
            double processorSeconds,
            double secondsPerMillion,
            long planted,
            long found,
            long heapBytes,
            long diskBytes,
            double appendSeconds) {}

    /** Makes sightings up, one after another. */
    private static final class Maker {

        private static final Instant BEGIN = Instant.parse("2026-11-01T06:00:00Z");

        private final RandomGenerator random =
                RandomGeneratorFactory.of("L64X128MixRandom").create(4);
        private final float[] quick = direction(QUICK.dimensions());
        private final float[] strong = direction(STRONG.dimensions());
        private final List<Embedding> portraits = new ArrayList<>();
        private long made;
        private long planted;
        private int looks;

        Maker() {
            portraits.add(Embedding.normalised(QUICK, quick));
            portraits.add(Embedding.normalised(STRONG, strong));
            for (int portrait = 1; portrait < PORTRAITS; portrait++) {
                portraits.add(Embedding.normalised(QUICK, beside(quick, 0.85)));
                portraits.add(Embedding.normalised(STRONG, beside(strong, 0.85)));
            }
        }

        Look look(Instant at) {
            looks++;
            return new Look(
                    new Upload(
                            "drama-" + looks / 80,
                            String.valueOf(looks % 80),
                            Optional.of("acct-" + looks / 800),
                            Optional.empty(),
                            Optional.empty()),
                    "uploads/" + looks / 80 + "/" + looks % 80 + ".mp4",
                    String.format(Locale.ROOT, "%064x", looks),
                    at,
                    90_000,
                    46,
                    2_000,
                    1,
                    true,
                    "nightly",
                    "bench",
                    "0".repeat(64));
        }

        List<SightedTrack> tracks(int count) {
            List<SightedTrack> tracks = new ArrayList<>(count);
            for (int track = 1; track <= count; track++) {
                boolean person = made % PLANTED == PLANTED / 2;
                planted += person ? 1 : 0;
                Embedding first =
                        Embedding.normalised(QUICK, person ? beside(quick, ALIKE) : direction(QUICK.dimensions()));
                FaceVectors templates = made % 2 == 0
                        ? FaceVectors.of(
                                first,
                                Embedding.normalised(
                                        STRONG, person ? beside(strong, ALIKE) : direction(STRONG.dimensions())))
                        : FaceVectors.of(first);
                long start = random.nextInt(80_000);
                tracks.add(new SightedTrack(
                        new Sighting(
                                track,
                                List.of(new Span(start, start + 3_000)),
                                templates,
                                0.8,
                                3,
                                new BestView(start, 400, 300, 600, 560)),
                        Optional.empty()));
                made++;
            }
            return tracks;
        }

        private float[] direction(int dimensions) {
            float[] vector = new float[dimensions];
            for (int i = 0; i < dimensions; i++) {
                vector[i] = random.nextFloat() - 0.5f;
            }
            return unit(vector);
        }

        /** At that cosine, to what chance lets a random direction be alike. */
        private float[] beside(float[] centre, double cosine) {
            float[] aside = direction(centre.length);
            double dot = 0;
            for (int i = 0; i < aside.length; i++) {
                dot += aside[i] * centre[i];
            }
            for (int i = 0; i < aside.length; i++) {
                aside[i] -= (float) dot * centre[i];
            }
            unit(aside);
            for (int i = 0; i < aside.length; i++) {
                aside[i] = (float) (cosine * centre[i] + Math.sqrt(1 - cosine * cosine) * aside[i]);
            }
            return aside;
        }

        private static float[] unit(float[] vector) {
            double squares = 0;
            for (float x : vector) {
                squares += x * x;
            }
            for (int i = 0; i < vector.length; i++) {
                vector[i] /= (float) Math.sqrt(squares);
            }
            return vector;
        }
    }
}
