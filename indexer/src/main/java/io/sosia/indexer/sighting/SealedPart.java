package io.sosia.indexer.sighting;

import io.sosia.indexer.seal.DataKey;
import io.sosia.indexer.seal.PrivateFiles;
import io.sosia.indexer.sighting.SightingCodec.Bare;
import io.sosia.indexer.sighting.SightingCodec.MalformedException;
import io.sosia.indexer.sighting.SightingCodec.Stored;
import io.sosia.indexer.sighting.SightingHit.PictureReference;
import io.sosia.indexer.sighting.SightingHit.SightingId;
import io.sosia.indexer.sighting.StandingLooks.UploadKey;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;
import io.sosia.models.vector.FaceVectors;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.KnnVectorValues.DocIndexIterator;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.VectorUtil;
import org.jspecify.annotations.Nullable;

/**
 * A part of a day that is sealed: a Lucene index of one segment in one encrypted file. It is made in memory and opened in
 * memory; no file ever holds a byte of it in the clear.
 *
 * <p>The file, format version 1: the 8 bytes {@code SOSIASP1}; then, sealed as a file by the day's key with the context
 * {@code part}: int32 number of the index's files, of each its name (int32 length, UTF-8) and its length (int64), and their
 * contents one after another.
 *
 * <p>The index has a document for each look, in the order in which they came, and after it one for each of its sightings:
 *
 * <table>
 * <caption>Fields</caption>
 * <tr><th>field</th><th>of</th><th>is</th></tr>
 * <tr><td>{@code look}</td><td>looks</td><td>binary doc value, as {@link SightingCodec} lays looks out</td></tr>
 * <tr><td>{@code upload}</td><td>looks</td><td>binary doc value, 16 bytes: {@link Look#uploadKey}</td></tr>
 * <tr><td>{@code extent}</td><td>looks</td><td>numeric doc value: how much was seen, a float64's bits; 2 is all</td></tr>
 * <tr><td>{@code sighting}</td><td>sightings</td><td>binary doc value, as {@link SightingCodec} lays sightings out without
 *     their vectors</td></tr>
 * <tr><td>{@code of}</td><td>sightings</td><td>numeric doc value: the look's document</td></tr>
 * <tr><td>{@code vector:SPACE}</td><td>sightings that have one there</td><td>the template, float32, dot product, flat</td></tr>
 * </table>
 *
 * The commit's user data hold {@code sosia.format} ({@value #VERSION}), {@code sosia.looks} and {@code sosia.sightings}, how
 * many there are, and {@code sosia.spaces}, the spaces' ids in the order in which a sighting's vectors come, by commas.
 */
final class SealedPart implements AutoCloseable {

    static final byte[] MAGIC = "SOSIASP1".getBytes(StandardCharsets.US_ASCII);

    private static final String VERSION = "1";
    private static final String LOOK = "look";
    private static final String UPLOAD = "upload";
    private static final String EXTENT = "extent";
    private static final String SIGHTING = "sighting";
    private static final String OF = "of";
    private static final String VECTOR = "vector:";
    private static final String FORMAT_KEY = "sosia.format";
    private static final String LOOKS_KEY = "sosia.looks";
    private static final String SIGHTINGS_KEY = "sosia.sightings";
    private static final String SPACES_KEY = "sosia.spaces";

    /** More than any part takes, so that a part is written as one segment. */
    private static final double WRITE_BUFFER_MEGABYTES = 1024;

    private static final int COPY_BYTES = 1 << 18;

    private final LocalDate day;
    private final int part;
    private final DirectoryReader reader;
    private final LeafReader leaf;
    private final List<EmbeddingSpace> spaces;
    private final long looks;
    private final long sightings;

    private SealedPart(LocalDate day, int part, DirectoryReader reader) throws IOException {
        this.day = day;
        this.part = part;
        this.reader = reader;
        Map<String, String> data = reader.getIndexCommit().getUserData();
        if (!VERSION.equals(data.get(FORMAT_KEY)) || reader.leaves().size() != 1 || reader.hasDeletions()) {
            throw new IOException("it holds an index of format " + data.get(FORMAT_KEY) + ", not " + VERSION);
        }
        this.leaf = reader.leaves().getFirst().reader();
        this.looks = Long.parseLong(data.getOrDefault(LOOKS_KEY, "-1"));
        this.sightings = Long.parseLong(data.getOrDefault(SIGHTINGS_KEY, "-1"));
        String ids = data.getOrDefault(SPACES_KEY, "");
        this.spaces = ids.isEmpty()
                ? List.of()
                : Arrays.stream(ids.split(",", -1)).map(EmbeddingSpace::parse).toList();
        if (looks + sightings != leaf.maxDoc()) {
            throw new IOException("it holds " + leaf.maxDoc() + " documents, not " + looks + " and " + sightings);
        }
    }

    /** Gathers looks for a part, oldest first. Serves one thread; the caller closes it. */
    static final class Builder implements AutoCloseable {

        private final ByteBuffersDirectory directory = new ByteBuffersDirectory();
        private final IndexWriter writer;
        private final Map<EmbeddingSpace, Integer> spaces = new LinkedHashMap<>();
        private int documents;
        private long looks;
        private long sightings;

        Builder() throws IOException {
            IndexWriterConfig config = new IndexWriterConfig()
                    .setCodec(flat())
                    .setMergePolicy(NoMergePolicy.INSTANCE)
                    .setMergeScheduler(new SerialMergeScheduler())
                    .setRAMBufferSizeMB(WRITE_BUFFER_MEGABYTES)
                    .setCommitOnClose(false);
            config.setUseCompoundFile(false);
            this.writer = new IndexWriter(directory, config);
        }

        void add(Look look, List<Stored> seen) throws IOException {
            int lookDocument = documents;
            Document document = new Document();
            document.add(new BinaryDocValuesField(LOOK, new BytesRef(SightingCodec.encode(look))));
            UploadKey upload = UploadKey.of(look);
            document.add(new BinaryDocValuesField(
                    UPLOAD,
                    new BytesRef(ByteBuffer.allocate(16)
                            .putLong(upload.high())
                            .putLong(upload.low())
                            .array())));
            document.add(new NumericDocValuesField(EXTENT, Double.doubleToRawLongBits(look.extent())));
            writer.addDocument(document);
            documents++;
            looks++;
            for (Stored stored : seen) {
                Document sighting = new Document();
                sighting.add(new BinaryDocValuesField(SIGHTING, new BytesRef(SightingCodec.encode(stored.bare()))));
                sighting.add(new NumericDocValuesField(OF, lookDocument));
                for (Embedding template : stored.templates()) {
                    spaces.putIfAbsent(template.space(), spaces.size());
                    sighting.add(new KnnFloatVectorField(
                            VECTOR + template.space().id(), template.toArray(), VectorSimilarityFunction.DOT_PRODUCT));
                }
                writer.addDocument(sighting);
                documents++;
                sightings++;
            }
        }

        DayState.PartCount count(int part) {
            return new DayState.PartCount(part, looks, sightings);
        }

        /** Writes the part; it is on disk, under its name, when this returns. One look at least was added. */
        void seal(Path file, DataKey key, LocalDate day, int part) throws IOException {
            writer.setLiveCommitData(Map.of(
                            FORMAT_KEY,
                            VERSION,
                            LOOKS_KEY,
                            Long.toString(looks),
                            SIGHTINGS_KEY,
                            Long.toString(sightings),
                            SPACES_KEY,
                            String.join(
                                    ",",
                                    spaces.keySet().stream()
                                            .map(EmbeddingSpace::id)
                                            .toList()))
                    .entrySet());
            writer.commit();
            writer.close();
            Path next = file.resolveSibling(file.getFileName() + ".tmp");
            Files.deleteIfExists(next);
            try (FileChannel channel = PrivateFiles.open(next, true)) {
                PrivateFiles.writeFully(channel, ByteBuffer.wrap(MAGIC), 0);
                channel.position(MAGIC.length);
                try (DataOutputStream out = new DataOutputStream(key.sealing(
                        new Unclosed(Channels.newOutputStream(channel)), ArchiveFolder.context("part", day, part)))) {
                    write(out);
                }
                channel.force(true);
            }
            PrivateFiles.move(next, file);
        }

        private void write(DataOutputStream out) throws IOException {
            String[] names = directory.listAll();
            out.writeInt(names.length);
            for (String name : names) {
                byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
                out.writeInt(bytes.length);
                out.write(bytes);
                out.writeLong(directory.fileLength(name));
            }
            byte[] copied = new byte[COPY_BYTES];
            for (String name : names) {
                try (IndexInput in = directory.openInput(name, IOContext.READONCE)) {
                    long left = in.length();
                    while (left > 0) {
                        int length = (int) Math.min(left, copied.length);
                        in.readBytes(copied, 0, length);
                        out.write(copied, 0, length);
                        left -= length;
                    }
                }
            }
        }

        @Override
        public void close() throws IOException {
            try {
                writer.rollback();
            } finally {
                directory.close();
            }
        }
    }

    /** Tink closes what it writes to, and the channel has to be forced first. */
    private static final class Unclosed extends java.io.FilterOutputStream {
        Unclosed(java.io.OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    /** Vectors without a graph: a threshold that no segment reaches makes the format flat, and is read as such. */
    private static Lucene104Codec flat() {
        KnnVectorsFormat vectors = new Lucene99HnswVectorsFormat(
                Lucene99HnswVectorsFormat.DEFAULT_MAX_CONN,
                Lucene99HnswVectorsFormat.DEFAULT_BEAM_WIDTH,
                Lucene99HnswVectorsFormat.DEFAULT_NUM_MERGE_WORKER,
                null,
                Integer.MAX_VALUE);
        return new Lucene104Codec() {
            @Override
            public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                return vectors;
            }
        };
    }

    /** Memory that parts are opened in, one after another. It is wiped when a part is closed. Serves one thread. */
    static final class Memory {

        private byte[] bytes = new byte[0];
        private int used;

        private byte[] take(int length) {
            if (bytes.length < length) {
                bytes = new byte[0];
                bytes = new byte[length];
            }
            used = length;
            return bytes;
        }

        void wipe() {
            Arrays.fill(bytes, 0, used, (byte) 0);
            used = 0;
        }
    }

    /**
     * Opens a part.
     *
     * @param memory lent until it is closed
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws IOException if it is not what was sealed; the message says what is wrong
     */
    static SealedPart open(Path file, DataKey key, LocalDate day, int part, Memory memory) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size < MAGIC.length || !Arrays.equals(SightingLog.bytes(channel, 0, MAGIC.length), MAGIC)) {
                throw new IOException("does not begin as a part of version 1");
            }
            channel.position(MAGIC.length);
            Map<String, ByteBuffer> files = new LinkedHashMap<>();
            try (DataInputStream in = new DataInputStream(
                    key.opening(Channels.newInputStream(channel), ArchiveFolder.context("part", day, part)))) {
                load(in, size, memory, files);
            }
            DirectoryReader reader = DirectoryReader.open(new BufferDirectory(files));
            boolean opened = false;
            try {
                SealedPart whole = new SealedPart(day, part, reader);
                opened = true;
                return whole;
            } finally {
                if (!opened) {
                    reader.close();
                }
            }
        }
    }

    private static void load(DataInputStream in, long most, Memory memory, Map<String, ByteBuffer> files)
            throws IOException {
        // What is read here is authentic already, segment by segment; that nothing follows is known at the end.
        int count = in.readInt();
        List<String> names = new ArrayList<>();
        List<Integer> lengths = new ArrayList<>();
        long total = 0;
        for (int i = 0; i < count; i++) {
            byte[] name = new byte[in.readInt()];
            in.readFully(name);
            names.add(new String(name, StandardCharsets.UTF_8));
            long length = in.readLong();
            total += length;
            if (length < 0 || total > most) {
                throw new IOException("it tells of " + total + " bytes in a file of " + most);
            }
            lengths.add((int) length);
        }
        byte[] bytes = memory.take(Math.toIntExact(total));
        readFully(in, bytes, (int) total);
        if (in.read() >= 0) {
            throw new IOException("it goes on after its end");
        }
        int at = 0;
        for (int i = 0; i < count; i++) {
            files.put(names.get(i), ByteBuffer.wrap(bytes, at, lengths.get(i)).slice());
            at += lengths.get(i);
        }
    }

    private static void readFully(InputStream in, byte[] bytes, int length) throws IOException {
        int at = 0;
        while (at < length) {
            int read = in.read(bytes, at, length - at);
            if (read < 0) {
                throw new EOFException("it ends early");
            }
            at += read;
        }
    }

    DayState.PartCount count() {
        return new DayState.PartCount(part, looks, sightings);
    }

    /** Compares all of it. */
    void search(SearchRun run) throws IOException, MalformedException {
        FixedBitSet standing = standing(run);
        NumericDocValues of = numbers(OF);
        BinaryDocValues bare = binaries(SIGHTING);
        BinaryDocValues look = binaries(LOOK);
        @Nullable
        FloatVectorValues quick = leaf.getFloatVectorValues(VECTOR + run.quick().id());
        long before = 0;
        if (quick != null) {
            @Nullable
            FloatVectorValues strong = run.strong().isEmpty()
                    ? null
                    : leaf.getFloatVectorValues(VECTOR + run.strong().get().id());
            DocIndexIterator others = strong == null ? null : strong.iterator();
            DocIndexIterator at = quick.iterator();
            for (int doc = at.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = at.nextDoc()) {
                int lookDocument = numberOf(of, doc);
                if (!standing.get(lookDocument)) {
                    continue;
                }
                before++;
                float[] vector = quick.vectorValue(at.index());
                if (!run.passes(vector, VectorUtil::dotProduct)) {
                    continue;
                }
                List<Embedding> face = new ArrayList<>(2);
                face.add(Embedding.normalised(run.quick(), vector));
                if (strong != null && others != null && advance(others, doc)) {
                    face.add(Embedding.normalised(run.strong().orElseThrow(), strong.vectorValue(others.index())));
                }
                FaceVectors templates = FaceVectors.of(face);
                Look seenIn = SightingCodec.look(value(look, lookDocument));
                Bare sighting = SightingCodec.bare(value(bare, doc));
                run.offer(templates, likeness -> hit(day, part, seenIn, sighting, templates, likeness));
            }
        }
        long rest = standingSightings(standing) - before;
        for (long i = 0; i < rest; i++) {
            run.passOver();
        }
    }

    static SightingHit hit(
            LocalDate day,
            int part,
            Look look,
            Bare sighting,
            FaceVectors templates,
            io.sosia.indexer.match.Likeness likeness) {
        return new SightingHit(
                new SightingId(day, look.uploadKey(), sighting.track()),
                look,
                sighting.with(templates),
                likeness,
                sighting.picture().length() == 0
                        ? Optional.empty()
                        : Optional.of(new PictureReference(
                                day,
                                part,
                                sighting.picture().offset(),
                                sighting.picture().length())));
    }

    private static boolean advance(DocIndexIterator iterator, int doc) throws IOException {
        return iterator.docID() == doc || (iterator.docID() < doc && iterator.advance(doc) == doc);
    }

    /** The looks' documents that stand. */
    private FixedBitSet standing(SearchRun run) throws IOException, MalformedException {
        FixedBitSet standing = new FixedBitSet(leaf.maxDoc());
        int count = Math.toIntExact(looks);
        int[] documents = new int[count];
        long[] keys = new long[2 * count];
        double[] extents = new double[count];
        BinaryDocValues uploads = binaries(UPLOAD);
        NumericDocValues extent = numbers(EXTENT);
        int place = 0;
        for (int doc = uploads.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = uploads.nextDoc()) {
            BytesRef key = uploads.binaryValue();
            ByteBuffer buffer = ByteBuffer.wrap(key.bytes, key.offset, key.length);
            documents[place] = doc;
            keys[2 * place] = buffer.getLong();
            keys[2 * place + 1] = buffer.getLong();
            extents[place] = Double.longBitsToDouble(longOf(extent, doc));
            place++;
        }
        for (int i = place - 1; i >= 0; i--) {
            if (run.standing().stands(new UploadKey(keys[2 * i], keys[2 * i + 1]), extents[i])) {
                standing.set(documents[i]);
            }
        }
        if (run.wantsLooks()) {
            BinaryDocValues look = binaries(LOOK);
            for (int doc : documents) {
                if (standing.get(doc)) {
                    run.look(SightingCodec.look(value(look, doc)));
                }
            }
        }
        return standing;
    }

    private long standingSightings(FixedBitSet standing) throws IOException {
        NumericDocValues of = numbers(OF);
        long count = 0;
        for (int doc = of.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = of.nextDoc()) {
            if (standing.get((int) of.longValue())) {
                count++;
            }
        }
        return count;
    }

    /** Where the pictures of its sightings are. */
    List<SightingCodec.PicturePlace> pictures() throws IOException, MalformedException {
        List<SightingCodec.PicturePlace> places = new ArrayList<>();
        BinaryDocValues bare = binaries(SIGHTING);
        for (int doc = bare.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = bare.nextDoc()) {
            SightingCodec.PicturePlace place =
                    SightingCodec.bare(bytes(bare.binaryValue())).picture();
            if (place.length() > 0) {
                places.add(place);
            }
        }
        return places;
    }

    /** Checks that the index is whole, though its seal says that it is what was written. */
    void check() throws IOException {
        leaf.checkIntegrity();
        for (EmbeddingSpace space : spaces) {
            @Nullable FloatVectorValues vectors = leaf.getFloatVectorValues(VECTOR + space.id());
            if (vectors == null || vectors.dimension() != space.dimensions()) {
                throw new IOException("its vectors of " + space + " are missing");
            }
        }
    }

    private NumericDocValues numbers(String field) throws IOException {
        @Nullable NumericDocValues values = leaf.getNumericDocValues(field);
        return values == null ? org.apache.lucene.index.DocValues.emptyNumeric() : values;
    }

    private BinaryDocValues binaries(String field) throws IOException {
        @Nullable BinaryDocValues values = leaf.getBinaryDocValues(field);
        return values == null ? org.apache.lucene.index.DocValues.emptyBinary() : values;
    }

    private static int numberOf(NumericDocValues values, int doc) throws IOException {
        return Math.toIntExact(longOf(values, doc));
    }

    private static long longOf(NumericDocValues values, int doc) throws IOException {
        if (!values.advanceExact(doc)) {
            throw new IOException("document " + doc + " lacks a number");
        }
        return values.longValue();
    }

    private static byte[] value(BinaryDocValues values, int doc) throws IOException {
        if (!values.advanceExact(doc)) {
            throw new IOException("document " + doc + " lacks its content");
        }
        return bytes(values.binaryValue());
    }

    private static byte[] bytes(BytesRef value) {
        return Arrays.copyOfRange(value.bytes, value.offset, value.offset + value.length);
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
