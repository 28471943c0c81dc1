package io.sosia.jobs.review;

import io.sosia.indexer.seal.SealBrokenException;
import io.sosia.indexer.seal.SubjectKey;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;
import io.sosia.models.vector.FaceVectors;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A face's vectors as sealed bytes. Before they are sealed, version 1: a byte of 1; a byte, how many spaces; of each, the
 * primary one first: the length of its id in bytes (int16, big-endian), the id in UTF-8, and the vector's float32s,
 * big-endian.
 */
public final class SealedTemplates {

    private static final byte VERSION = 1;

    private SealedTemplates() {}

    /**
     * Seals.
     *
     * @param context where it belongs; it opens there only
     */
    public static byte[] seal(SubjectKey key, FaceVectors templates, String context) {
        return key.seal(encode(templates), context);
    }

    /**
     * Opens what {@link #seal} sealed.
     *
     * @throws SealBrokenException if it is not that, or of another key or context
     * @throws IllegalStateException if it is of a version that this one does not know
     */
    public static FaceVectors open(SubjectKey key, byte[] sealed, String context) throws SealBrokenException {
        byte[] plain = key.open(sealed, context);
        try {
            return decode(plain);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new IllegalStateException("what was sealed is no template of version " + VERSION, e);
        }
    }

    private static byte[] encode(FaceVectors templates) {
        List<Embedding> embeddings = templates.embeddings();
        int length = 2;
        for (Embedding embedding : embeddings) {
            length += Short.BYTES
                    + embedding.space().id().length()
                    + Float.BYTES * embedding.space().dimensions();
        }
        ByteBuffer buffer = ByteBuffer.allocate(length).put(VERSION).put((byte) embeddings.size());
        for (Embedding embedding : embeddings) {
            // A space's parts are of letters, digits, dots and hyphens: a byte each.
            byte[] space = embedding.space().id().getBytes(StandardCharsets.UTF_8);
            buffer.putShort((short) space.length).put(space);
            for (float value : embedding.toArray()) {
                buffer.putFloat(value);
            }
        }
        return buffer.array();
    }

    private static FaceVectors decode(byte[] plain) {
        ByteBuffer buffer = ByteBuffer.wrap(plain);
        byte version = buffer.get();
        if (version != VERSION) {
            throw new IllegalArgumentException("version " + version + " is not " + VERSION);
        }
        int count = buffer.get() & 0xff;
        List<Embedding> embeddings = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] id = new byte[buffer.getShort() & 0xffff];
            buffer.get(id);
            EmbeddingSpace space = EmbeddingSpace.parse(new String(id, StandardCharsets.UTF_8));
            float[] vector = new float[space.dimensions()];
            for (int j = 0; j < vector.length; j++) {
                vector[j] = buffer.getFloat();
            }
            embeddings.add(Embedding.normalised(space, vector));
        }
        return FaceVectors.of(embeddings);
    }
}
