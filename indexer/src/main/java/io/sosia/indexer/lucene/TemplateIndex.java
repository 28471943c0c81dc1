package io.sosia.indexer.lucene;

import io.sosia.indexer.enrolled.EnrolledFaces.Candidate;
import io.sosia.indexer.enrolled.EnrolledFaces.Mode;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.Revision;
import io.sosia.indexer.registry.Template;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.hnsw.FlatVectorScorerUtil;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.DocAndFloatFeatureBuffer;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.search.VectorScorer;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.jspecify.annotations.Nullable;

/**
 * Templates on disk, as {@link IndexFormat} lays them out: written once, read by anybody, never changed. It knows
 * nothing of consent and of the register; {@link LuceneEnrolledFaces} does. Also the way to measure search without a
 * register. Thread-safe; {@link #close} waits for no one, and searches under way end first.
 */
public final class TemplateIndex implements AutoCloseable {

    /**
     * What building took.
     *
     * @param templates written
     * @param reading until every template was on disk without a graph
     * @param building from there, mostly the graph
     * @param bytes on disk
     */
    public record BuildReport(long templates, Duration reading, Duration building, long bytes) {}

    private static final double WRITE_BUFFER_MEGABYTES = 96;

    private final DirectoryReader reader;
    private final Directory directory;
    private final @Nullable LeafReader leaf;
    private final IndexFormat format;
    /** By document: the person's place in the dictionary. */
    private final int[] personOf;

    private final ReentrantLock encoding = new ReentrantLock();
    private volatile @Nullable SignCodes codes;

    private TemplateIndex(Directory directory, DirectoryReader reader, IndexFormat format) throws IOException {
        this.directory = directory;
        this.reader = reader;
        this.format = format;
        if (reader.leaves().size() > 1 || reader.hasDeletions()) {
            throw new IllegalArgumentException("not one whole segment");
        }
        this.leaf =
                reader.leaves().isEmpty() ? null : reader.leaves().getFirst().reader();
        this.personOf = new int[reader.maxDoc()];
        if (leaf != null) {
            leaf.checkIntegrity();
            @Nullable FloatVectorValues vectors = leaf.getFloatVectorValues(IndexFormat.VECTOR);
            if (vectors == null
                    || vectors.size() != leaf.maxDoc()
                    || vectors.dimension() != format.space().dimensions()) {
                throw new IllegalArgumentException("not every document holds a vector of " + format.space());
            }
            SortedDocValues people = people(leaf);
            int known = 0;
            for (int doc = people.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = people.nextDoc()) {
                personOf[doc] = people.ordValue();
                known++;
            }
            if (known != personOf.length) {
                throw new IllegalArgumentException("not every document names a person");
            }
        }
    }

    /**
     * Opens what {@link #build} wrote. Everything is read once, to check it.
     *
     * @throws IOException if there is no index, it is damaged, or it cannot be read
     * @throws IllegalArgumentException if it is an index of another format or version
     */
    public static TemplateIndex open(Path folder) throws IOException {
        Directory directory = FSDirectory.open(folder);
        @Nullable DirectoryReader reader = null;
        boolean opened = false;
        try {
            reader = DirectoryReader.open(directory);
            TemplateIndex index = new TemplateIndex(
                    directory,
                    reader,
                    IndexFormat.fromUserData(reader.getIndexCommit().getUserData()));
            opened = true;
            return index;
        } finally {
            if (!opened) {
                if (reader != null) {
                    reader.close();
                }
                directory.close();
            }
        }
    }

    /**
     * Writes an index, replacing the one in that folder at once when it is whole. Readers of the old one go on.
     *
     * <p>A graph is always built from nothing: one that is carried on through deletions loses neighbours, and with
     * them people (Lucene issue 16552).
     *
     * @param folder created where it is missing
     * @param templates of {@code space}, in the order of their numbers; read once
     * @param mode {@code GRAPH} to build a graph as well; such an index can be searched either way
     * @param revision of the register, from before the templates were read
     * @throws IOException if it cannot be written, also because another process is writing it
     */
    public static BuildReport build(
            Path folder,
            EmbeddingSpace space,
            Mode mode,
            Revision revision,
            Iterator<Template> templates,
            IndexSettings settings)
            throws IOException {
        Files.createDirectories(folder);
        Path staging = Files.createTempDirectory(folder, "building-");
        long start = System.nanoTime();
        // Threads of the platform: the work is all arithmetic.
        try (ExecutorService executor =
                        Executors.newFixedThreadPool(settings.graph().buildThreads());
                Directory stage = FSDirectory.open(staging);
                Directory target = FSDirectory.open(folder)) {
            long count = stage(stage, space, templates);
            long read = System.nanoTime();
            Codec codec = mode == Mode.GRAPH ? IndexFormat.graph(settings, executor) : IndexFormat.flat();
            IndexWriterConfig config = new IndexWriterConfig()
                    .setOpenMode(IndexWriterConfig.OpenMode.CREATE)
                    .setCodec(codec)
                    .setMergePolicy(NoMergePolicy.INSTANCE)
                    .setMergeScheduler(new SerialMergeScheduler())
                    .setCommitOnClose(false);
            config.setUseCompoundFile(false);
            try (DirectoryReader staged = DirectoryReader.open(stage);
                    IndexWriter writer = new IndexWriter(target, config)) {
                CodecReader[] parts = staged.leaves().stream()
                        .map(context -> (CodecReader) context.reader())
                        .toArray(CodecReader[]::new);
                if (parts.length > 0) {
                    writer.addIndexes(parts);
                }
                writer.setLiveCommitData(
                        new IndexFormat(space, mode, revision).toUserData().entrySet());
                writer.commit();
            }
            return new BuildReport(
                    count, Duration.ofNanos(read - start), Duration.ofNanos(System.nanoTime() - read), size(target));
        } finally {
            clear(staging);
            Files.deleteIfExists(staging);
        }
    }

    private static long stage(Directory stage, EmbeddingSpace space, Iterator<Template> templates) throws IOException {
        IndexWriterConfig config = new IndexWriterConfig()
                .setCodec(IndexFormat.flat())
                .setMergePolicy(NoMergePolicy.INSTANCE)
                .setRAMBufferSizeMB(WRITE_BUFFER_MEGABYTES);
        config.setUseCompoundFile(false);
        long count = 0;
        long last = 0;
        try (IndexWriter writer = new IndexWriter(stage, config)) {
            while (templates.hasNext()) {
                Template template = templates.next();
                if (!template.embedding().space().equals(space)) {
                    throw new IllegalArgumentException("template " + template.number() + " is of "
                            + template.embedding().space());
                }
                if (template.number() <= last) {
                    throw new IllegalArgumentException("template " + template.number() + " follows " + last);
                }
                last = template.number();
                Document document = new Document();
                document.add(new KnnFloatVectorField(
                        IndexFormat.VECTOR, template.embedding().toArray(), VectorSimilarityFunction.DOT_PRODUCT));
                document.add(new NumericDocValuesField(IndexFormat.TEMPLATE, template.number()));
                document.add(new SortedDocValuesField(
                        IndexFormat.PERSON, new BytesRef(template.person().value())));
                writer.addDocument(document);
                count++;
            }
            writer.commit();
        }
        return count;
    }

    private static long size(Directory directory) throws IOException {
        long bytes = 0;
        for (String file : directory.listAll()) {
            if (!file.startsWith("building-")) {
                bytes += directory.fileLength(file);
            }
        }
        return bytes;
    }

    /** Deletes the files in a folder, not its folders. */
    static void clear(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (!Files.isDirectory(file)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** The space its templates live in. */
    public EmbeddingSpace space() {
        return format.space();
    }

    /** Whether a graph was built. */
    public Mode mode() {
        return format.mode();
    }

    /** The register's revision before it was read for this index. */
    public Revision revision() {
        return format.revision();
    }

    /** How many templates it holds. */
    public int size() {
        return personOf.length;
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
        try {
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
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Compares every accepted template.
     *
     * @param accepted by document; {@code null} accepts all
     * @param best takes dictionary places and documents
     */
    void searchExactly(float[] target, @Nullable FixedBitSet accepted, BestPeople best) throws IOException {
        if (leaf == null) {
            return;
        }
        @Nullable VectorScorer scorer = vectors(leaf).scorer(target);
        if (scorer == null) {
            return;
        }
        VectorScorer.Bulk bulk = scorer.bulk(null);
        DocAndFloatFeatureBuffer block = new DocAndFloatFeatureBuffer();
        while (true) {
            float most = bulk.nextDocsAndScores(DocIdSetIterator.NO_MORE_DOCS, null, block);
            if (block.size == 0) {
                return;
            }
            if (!(most > best.floor())) {
                continue;
            }
            for (int i = 0; i < block.size; i++) {
                if (block.features[i] > best.floor()) {
                    int doc = block.docs[i];
                    if (accepted == null || accepted.get(doc)) {
                        best.offer(personOf[doc], doc, block.features[i]);
                    }
                }
            }
        }
    }

    /**
     * Compares codes, then the templates whose codes are near. The first such search makes the codes.
     *
     * @param accepted by document; {@code null} accepts all
     * @param best takes dictionary places and documents
     */
    void searchCodes(float[] target, @Nullable FixedBitSet accepted, BestPeople best) throws IOException {
        if (leaf == null) {
            return;
        }
        SignCodes all = codes();
        RandomVectorScorer scorer = FlatVectorScorerUtil.getLucene99FlatVectorsScorer()
                .getRandomVectorScorer(VectorSimilarityFunction.DOT_PRODUCT, vectors(leaf), target);
        all.search(target, accepted, personOf, scorer, best);
    }

    /** The templates' codes, made at the first call. */
    SignCodes codes() throws IOException {
        @Nullable SignCodes made = codes;
        if (made != null) {
            return made;
        }
        encoding.lock();
        try {
            made = codes;
            if (made == null) {
                FloatVectorValues vectors = vectors(existing());
                made = new SignCodes(CodeKernel.fastest(), space().dimensions(), size(), vectors::vectorValue);
                codes = made;
            }
            return made;
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
    void searchGraph(float[] target, @Nullable FixedBitSet accepted, int acceptedCount, BestPeople best, int width)
            throws IOException {
        if (format.mode() != Mode.GRAPH) {
            throw new IllegalArgumentException("the index has no graph");
        }
        if (leaf == null || acceptedCount == 0) {
            return;
        }
        int wide = Math.min(width, acceptedCount);
        while (true) {
            TopKnnCollector collector = new TopKnnCollector(wide, Integer.MAX_VALUE);
            AcceptDocs acceptDocs = accepted == null
                    ? AcceptDocs.fromLiveDocs(null, leaf.maxDoc())
                    : AcceptDocs.fromIteratorSupplier(
                            () -> new BitSetIterator(accepted, acceptedCount), null, leaf.maxDoc());
            leaf.searchNearestVectors(IndexFormat.VECTOR, target, collector, acceptDocs);
            ScoreDoc[] found = collector.topDocs().scoreDocs;
            for (ScoreDoc hit : found) {
                best.offer(personOf[hit.doc], hit.doc, hit.score);
            }
            if (best.isFull() || wide >= acceptedCount) {
                return;
            }
            wide = (int) Math.min(4L * wide, acceptedCount);
        }
    }

    /** By document, the person's place in the dictionary. Not to be changed. */
    int[] personOf() {
        return personOf;
    }

    /** How many people there are in the dictionary. */
    int dictionarySize() throws IOException {
        return leaf == null ? 0 : people(leaf).getValueCount();
    }

    /** The dictionary's entry. */
    PersonId person(int place) throws IOException {
        return new PersonId(people(existing()).lookupOrd(place).utf8ToString());
    }

    /** The person's place in the dictionary. */
    Optional<Integer> placeOf(PersonId person) throws IOException {
        if (leaf == null) {
            return Optional.empty();
        }
        int place = people(leaf).lookupTerm(new BytesRef(person.value()));
        return place < 0 ? Optional.empty() : Optional.of(place);
    }

    /** A document's vector. */
    Embedding template(int doc) throws IOException {
        return Embedding.normalised(space(), vectors(existing()).vectorValue(doc));
    }

    /** Every document's number in the register, ascending. */
    long[] numbers() throws IOException {
        long[] numbers = new long[size()];
        if (leaf != null) {
            @Nullable NumericDocValues values = leaf.getNumericDocValues(IndexFormat.TEMPLATE);
            if (values == null) {
                throw new IllegalArgumentException("no template numbers");
            }
            for (int doc = values.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = values.nextDoc()) {
                numbers[doc] = values.longValue();
            }
        }
        return numbers;
    }

    private LeafReader existing() {
        if (leaf == null) {
            throw new IllegalStateException("the index is empty");
        }
        return leaf;
    }

    private static SortedDocValues people(LeafReader leaf) throws IOException {
        @Nullable SortedDocValues people = leaf.getSortedDocValues(IndexFormat.PERSON);
        if (people == null) {
            throw new IllegalArgumentException("no people");
        }
        return people;
    }

    private static FloatVectorValues vectors(LeafReader leaf) throws IOException {
        @Nullable FloatVectorValues vectors = leaf.getFloatVectorValues(IndexFormat.VECTOR);
        if (vectors == null) {
            throw new IllegalArgumentException("no vectors");
        }
        return vectors;
    }

    /**
     * Keeps it open until {@link #release}.
     *
     * @return false if it was closed before
     */
    boolean acquire() {
        return reader.tryIncRef();
    }

    /** Ends an {@link #acquire}. */
    void release() throws IOException {
        reader.decRef();
    }

    @Override
    public void close() {
        try {
            reader.close();
            directory.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
