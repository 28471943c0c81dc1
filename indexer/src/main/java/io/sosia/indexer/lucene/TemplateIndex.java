package io.sosia.indexer.lucene;

import io.sosia.indexer.enrolled.EnrolledFaces.Candidate;
import io.sosia.indexer.enrolled.EnrolledFaces.Mode;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.Template;
import io.sosia.indexer.registry.TemplateLedger;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.lucene.codecs.hnsw.FlatVectorScorerUtil;
import org.apache.lucene.codecs.hnsw.FlatVectorsScorer;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.hnsw.HnswGraphBuilder;
import org.apache.lucene.util.hnsw.HnswGraphSearcher;
import org.apache.lucene.util.hnsw.OnHeapHnswGraph;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.jspecify.annotations.Nullable;

/**
 * Templates of one space in memory, in the order of their numbers; read once, never changed, never on disk. It knows nothing of
 * consent and of the register; {@link LuceneEnrolledFaces} does. Also the way to measure search without a register.
 *
 * <p>Vectors lie in {@link TemplateMemory}, 4 bytes a dimension off the heap. On the heap are 12 bytes a template, about 150 a
 * person, and, once searched so, codes of half a byte a dimension ({@link SignCodes}): of a million templates of 128 dimensions
 * half a gigabyte in native memory and some 150 MB on the heap.
 *
 * <p>Thread-safe; {@link #close} waits for no one, and searches under way end first.
 */
public final class TemplateIndex implements AutoCloseable {

    /** Templates read by one query: two megabytes of 128-d vectors, so that the query itself does not count. */
    private static final int CHUNK = 4_096;

    /** Templates scored at once: their scores stay in the nearest cache. */
    private static final int BLOCK = 256;

    private static final FlatVectorsScorer SCORER = FlatVectorScorerUtil.getLucene99FlatVectorsScorer();

    private final EmbeddingSpace space;
    private final TemplateMemory memory;
    /** By place. */
    private long[] numbers;
    /** By place: the person's place among {@link #people}. */
    private int[] personOf;

    private final List<PersonId> people = new ArrayList<>();
    private final Map<PersonId, Integer> placeOf = new HashMap<>();
    private final ReentrantLock encoding = new ReentrantLock();
    private volatile @Nullable SignCodes codes;
    private @Nullable OnHeapHnswGraph graph;

    private TemplateIndex(EmbeddingSpace space, int capacity) {
        this.space = space;
        this.memory = new TemplateMemory(space.dimensions(), capacity);
        this.numbers = new long[capacity];
        this.personOf = new int[capacity];
    }

    /**
     * Takes templates as they come.
     *
     * @param capacity how many there are at most
     * @param templates of {@code space}, in the order of their numbers; read once
     */
    public static TemplateIndex of(EmbeddingSpace space, int capacity, Iterator<Template> templates) {
        TemplateIndex index = new TemplateIndex(space, capacity);
        boolean done = false;
        try {
            while (templates.hasNext()) {
                index.add(templates.next());
            }
            index.trim();
            done = true;
            return index;
        } finally {
            if (!done) {
                index.close();
            }
        }
    }

    /**
     * Reads all templates of a space that a register has now; what is registered meanwhile may be missing, and what is erased
     * meanwhile may be in it.
     *
     * @param threads that query and unseal side by side, 1 or more
     */
    static TemplateIndex read(TemplateLedger ledger, EmbeddingSpace space, int threads) {
        long last = ledger.lastTemplate();
        // Asked for afterwards, so that nothing up to that number is left out.
        int capacity = Math.toIntExact(ledger.templateCount(space));
        TemplateIndex index = new TemplateIndex(space, capacity);
        boolean done = false;
        // Threads of the platform: the work is all arithmetic.
        ExecutorService readers = Executors.newFixedThreadPool(threads);
        try {
            Deque<Future<List<Template>>> reading = new ArrayDeque<>();
            long asked = 0;
            while (asked < last || !reading.isEmpty()) {
                // A chunk for each to work on and one to go on with: more would only lie on the heap.
                while (asked < last && reading.size() < 2 * threads) {
                    long after = asked;
                    long upTo = Math.min(last, after + CHUNK);
                    reading.add(readers.submit(() -> ledger.templatesBetween(space, after, upTo)));
                    asked = upTo;
                }
                for (Template template : result(reading.remove())) {
                    index.add(template);
                }
            }
            index.trim();
            done = true;
            return index;
        } finally {
            readers.shutdownNow();
            if (!done) {
                index.close();
            }
        }
    }

    private static List<Template> result(Future<List<Template>> reading) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return reading.get();
                } catch (InterruptedException e) {
                    // A chunk takes milliseconds, and an index of some of the people would be worse than none.
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw rethrown(e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException rethrown(ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause instanceof RuntimeException failure) {
            return failure;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return new CancellationException("reading templates ended: " + cause);
    }

    private void add(Template template) {
        if (!template.embedding().space().equals(space)) {
            throw new IllegalArgumentException("template " + template.number() + " is of "
                    + template.embedding().space());
        }
        int place = memory.size();
        if (place > 0 && template.number() <= numbers[place - 1]) {
            throw new IllegalArgumentException("template " + template.number() + " follows " + numbers[place - 1]);
        }
        memory.add(template.embedding().toArray());
        numbers[place] = template.number();
        personOf[place] = placeOf.computeIfAbsent(template.person(), person -> {
            people.add(person);
            return people.size() - 1;
        });
    }

    private void trim() {
        if (memory.size() < numbers.length) {
            numbers = Arrays.copyOf(numbers, memory.size());
            personOf = Arrays.copyOf(personOf, memory.size());
        }
    }

    /**
     * Makes a graph of neighbours, which takes minutes for a million and is done once, before the index is shared. Always from
     * nothing: one that is carried on through deletions loses neighbours, and with them people (Lucene issue 16552).
     */
    public void buildGraph(IndexSettings.Graph settings) {
        try {
            graph = HnswGraphBuilder.create(
                            SCORER.getRandomVectorScorerSupplier(VectorSimilarityFunction.DOT_PRODUCT, memory.values()),
                            settings.neighbours(),
                            settings.buildWidth(),
                            HnswGraphBuilder.randSeed,
                            Math.max(1, size()))
                    .build(size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The space its templates live in. */
    public EmbeddingSpace space() {
        return space;
    }

    /** Whether there is a graph. */
    public boolean hasGraph() {
        return graph != null;
    }

    /** How many templates it holds. */
    public int size() {
        return memory.size();
    }

    /** Bytes of native memory that its vectors take. */
    public long bytes() {
        return memory.bytes();
    }

    /**
     * The people most like a probe, whatever their consent.
     *
     * @param people how many, 1 or more
     * @param how {@code GRAPH} needs an index with a graph
     * @throws IllegalArgumentException if the probe is of another space or there is no graph
     */
    public List<Candidate> search(Embedding probe, int people, Mode how, int graphSearchWidth) {
        if (!probe.space().equals(space())) {
            throw new IllegalArgumentException("a probe of " + probe.space() + " in an index of " + space());
        }
        BestPeople best = new BestPeople(people);
        float[] target = probe.toArray();
        switch (how) {
            case EXACT -> searchExactly(target, null, best);
            case CODES -> searchCodes(target, null, best);
            case GRAPH -> searchGraph(target, null, size(), best, graphSearchWidth);
        }
        List<Candidate> candidates = new ArrayList<>(best.size());
        for (int rank = 0; rank < best.size(); rank++) {
            candidates.add(new Candidate(person(best.person(rank)), probe.cosine(template(best.place(rank)))));
        }
        candidates.sort(LuceneEnrolledFaces.MOST_ALIKE_FIRST);
        return Collections.unmodifiableList(candidates);
    }

    /**
     * Compares every accepted template.
     *
     * @param accepted by place; {@code null} accepts all
     * @param best takes people's and templates' places
     */
    void searchExactly(float[] target, @Nullable FixedBitSet accepted, BestPeople best) {
        if (size() == 0) {
            return;
        }
        int[] places = new int[BLOCK];
        float[] scores = new float[BLOCK];
        try {
            RandomVectorScorer scorer = scorer(target);
            for (int from = 0; from < size(); from += BLOCK) {
                int filled = Math.min(BLOCK, size() - from);
                for (int i = 0; i < filled; i++) {
                    places[i] = from + i;
                }
                if (!(scorer.bulkScore(places, scores, filled) > best.floor())) {
                    continue;
                }
                for (int i = 0; i < filled; i++) {
                    int place = from + i;
                    if (scores[i] > best.floor() && (accepted == null || accepted.get(place))) {
                        best.offer(personOf[place], place, scores[i]);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RandomVectorScorer scorer(float[] target) throws IOException {
        return SCORER.getRandomVectorScorer(VectorSimilarityFunction.DOT_PRODUCT, memory.values(), target);
    }

    /**
     * Compares codes, then the templates whose codes are near. The first such search makes the codes.
     *
     * @param accepted by place; {@code null} accepts all
     * @param best takes people's and templates' places
     */
    void searchCodes(float[] target, @Nullable FixedBitSet accepted, BestPeople best) {
        if (size() == 0) {
            return;
        }
        try {
            codes().search(target, accepted, personOf, scorer(target), best);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The templates' codes, made at the first call. */
    SignCodes codes() {
        @Nullable SignCodes made = codes;
        if (made != null) {
            return made;
        }
        encoding.lock();
        try {
            made = codes;
            if (made == null) {
                var vectors = memory.values();
                made = new SignCodes(CodeKernel.fastest(), space.dimensions(), size(), vectors::vectorValue);
                codes = made;
            }
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            encoding.unlock();
        }
    }

    /**
     * Lets the graph lead to the nearest. What is not accepted is passed through but neither kept nor counted.
     *
     * @param acceptedCount how many {@code accepted} holds
     * @param width candidates to keep while searching; raised while they belong to fewer people than wanted
     */
    void searchGraph(float[] target, @Nullable FixedBitSet accepted, int acceptedCount, BestPeople best, int width) {
        @Nullable OnHeapHnswGraph built = graph;
        if (built == null) {
            throw new IllegalArgumentException("the index has no graph");
        }
        if (acceptedCount == 0) {
            return;
        }
        int wide = Math.min(width, acceptedCount);
        try {
            while (true) {
                ScoreDoc[] found = HnswGraphSearcher.search(scorer(target), wide, built, accepted, Integer.MAX_VALUE)
                        .topDocs()
                        .scoreDocs;
                for (ScoreDoc hit : found) {
                    best.offer(personOf[hit.doc], hit.doc, hit.score);
                }
                if (best.isFull() || wide >= acceptedCount) {
                    return;
                }
                wide = (int) Math.min(4L * wide, acceptedCount);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By place, the person's place. Not to be changed. */
    int[] personOf() {
        return personOf;
    }

    /** How many people there are. */
    int peopleCount() {
        return people.size();
    }

    /** Who stands at a place among the people. */
    PersonId person(int place) {
        return people.get(place);
    }

    /** The person's place among the people. */
    Optional<Integer> placeOf(PersonId person) {
        return Optional.ofNullable(placeOf.get(person));
    }

    /** The template at a place. */
    Embedding template(int place) {
        return Embedding.normalised(space, memory.vector(place));
    }

    /** By place, the number in the register, ascending. Not to be changed. */
    long[] numbers() {
        return numbers;
    }

    /**
     * Keeps it from being freed until {@link #release}.
     *
     * @return false if it was closed before
     */
    boolean acquire() {
        return memory.acquire();
    }

    /** Ends an {@link #acquire}. */
    void release() {
        memory.release();
    }

    @Override
    public void close() {
        memory.close();
    }
}
