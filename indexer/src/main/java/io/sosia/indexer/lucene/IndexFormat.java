package io.sosia.indexer.lucene;

import io.sosia.indexer.enrolled.EnrolledFaces.Mode;
import io.sosia.indexer.registry.Revision;
import io.sosia.models.vector.EmbeddingSpace;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.jspecify.annotations.Nullable;

/**
 * What the index of registered faces looks like on disk: a Lucene index of one segment, one document a template, in
 * the order of template numbers.
 *
 * <table>
 * <caption>Format version 1</caption>
 * <tr><th>field</th><th>is</th></tr>
 * <tr><td>{@code vector}</td><td>the template, float32, dot product, in {@code Lucene99HnswVectorsFormat}; without a
 *     graph where mode is {@code EXACT}</td></tr>
 * <tr><td>{@code template}</td><td>its number in the register, numeric doc value</td></tr>
 * <tr><td>{@code person}</td><td>the person's id, sorted doc value</td></tr>
 * </table>
 *
 * The commit's user data hold {@code sosia.format} (this version), {@code sosia.space} ({@link EmbeddingSpace#id}),
 * {@code sosia.mode}, {@code sosia.register.version} and {@code sosia.register.stamp} (the {@link Revision} before the
 * first template was read: the index holds every template of then, and possibly changes made since).
 */
record IndexFormat(EmbeddingSpace space, Mode mode, Revision revision) {

    static final String VERSION = "1";
    static final String VECTOR = "vector";
    static final String TEMPLATE = "template";
    static final String PERSON = "person";

    private static final String FORMAT_KEY = "sosia.format";
    private static final String SPACE_KEY = "sosia.space";
    private static final String MODE_KEY = "sosia.mode";
    private static final String VERSION_KEY = "sosia.register.version";
    private static final String STAMP_KEY = "sosia.register.stamp";

    Map<String, String> toUserData() {
        return Map.of(
                FORMAT_KEY,
                VERSION,
                SPACE_KEY,
                space.id(),
                MODE_KEY,
                mode.name(),
                VERSION_KEY,
                Long.toString(revision.version()),
                STAMP_KEY,
                revision.stamp());
    }

    /** @throws IllegalArgumentException if they are not those of this format and version */
    static IndexFormat fromUserData(Map<String, String> data) {
        if (!VERSION.equals(data.get(FORMAT_KEY))) {
            throw new IllegalArgumentException("format " + data.get(FORMAT_KEY) + " is not " + VERSION);
        }
        return new IndexFormat(
                EmbeddingSpace.parse(require(data, SPACE_KEY)),
                Mode.valueOf(require(data, MODE_KEY)),
                new Revision(Long.parseLong(require(data, VERSION_KEY)), require(data, STAMP_KEY)));
    }

    private static String require(Map<String, String> data, String key) {
        @Nullable String value = data.get(key);
        if (value == null) {
            throw new IllegalArgumentException(key + " is missing");
        }
        return value;
    }

    /** Vectors without a graph. A threshold that no segment reaches makes the format flat, and is read as such. */
    static Codec flat() {
        return codec(new Lucene99HnswVectorsFormat(
                Lucene99HnswVectorsFormat.DEFAULT_MAX_CONN,
                Lucene99HnswVectorsFormat.DEFAULT_BEAM_WIDTH,
                Lucene99HnswVectorsFormat.DEFAULT_NUM_MERGE_WORKER,
                null,
                Integer.MAX_VALUE));
    }

    /** Vectors with a graph, whatever their number, built by {@code threads} workers of {@code executor}. */
    static Codec graph(IndexSettings settings, ExecutorService executor) {
        return codec(new Lucene99HnswVectorsFormat(
                settings.graph().neighbours(),
                settings.graph().buildWidth(),
                settings.graph().buildThreads(),
                settings.graph().buildThreads() > 1 ? executor : null,
                0));
    }

    private static Codec codec(KnnVectorsFormat vectors) {
        // The name stays Lucene's own, so any reader finds the codec; the format of vectors is stored by field.
        return new Lucene104Codec() {
            @Override
            public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                return vectors;
            }
        };
    }
}
