package io.sosia.jobs.takedown.search;

import io.sosia.indexer.sighting.SmallPicture;
import io.sosia.jobs.scan.JsonLines;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;
import io.sosia.models.vector.FaceVectors;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is sealed of a face, format version 1: a byte of 1; the facts as JSON (int32 length in bytes, UTF-8); the number of
 * vectors (one byte), for each its space's id (int16 length, UTF-8) and its float32, little-endian; the picture's kind (one
 * byte: -1 for none, 0 for a close-up, 1 for one with what is around it) and, where there is one, its JPEG (int32 length). Numbers
 * are big-endian but for the vectors.
 */
final class CandidateCodec {

    private static final byte VERSION = 1;
    private static final byte NO_PICTURE = -1;
    private static final int MOST_BYTES = 16 << 20;

    private CandidateCodec() {}

    static byte[] bytes(Candidate candidate) {
        return bytes(JsonLines.stored(candidate.facts()), Optional.of(candidate.templates()), candidate.picture());
    }

    /** Of anything with a face. */
    static byte[] bytes(String json, Optional<FaceVectors> face, Optional<SmallPicture> picture) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            byte[] text = json.getBytes(StandardCharsets.UTF_8);
            out.writeByte(VERSION);
            out.writeInt(text.length);
            out.write(text);
            List<Embedding> vectors = face.map(FaceVectors::embeddings).orElse(List.of());
            out.writeByte(vectors.size());
            for (Embedding vector : vectors) {
                out.writeUTF(vector.space().id());
                out.write(vector.toBytes());
            }
            if (picture.isEmpty()) {
                out.writeByte(NO_PICTURE);
            } else {
                byte[] jpeg = picture.get().jpeg();
                out.writeByte(code(picture.get().kind()));
                out.writeInt(jpeg.length);
                out.write(jpeg);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("nothing is written but memory", e);
        }
        return bytes.toByteArray();
    }

    /** What was sealed with a face. */
    record Content(String json, Optional<FaceVectors> face, Optional<SmallPicture> picture) {}

    static Candidate candidate(byte[] bytes) {
        Content content = content(bytes);
        return new Candidate(
                JsonLines.read(content.json, Candidate.Facts.class),
                content.face.orElseThrow(() -> new IllegalStateException("a candidate without a face")),
                content.picture);
    }

    /** Reads what {@link #bytes} wrote. @throws IllegalStateException if it is not that: the seal says that it was */
    static Content content(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            byte version = in.readByte();
            if (version != VERSION) {
                throw new IllegalStateException("a face sealed in format " + version + ", and this is " + VERSION);
            }
            String json = new String(read(in, in.readInt()), StandardCharsets.UTF_8);
            int count = in.readUnsignedByte();
            List<Embedding> vectors = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                EmbeddingSpace space = EmbeddingSpace.parse(in.readUTF());
                vectors.add(Embedding.fromBytes(space, read(in, Float.BYTES * space.dimensions())));
            }
            byte kind = in.readByte();
            return new Content(
                    json,
                    vectors.isEmpty() ? Optional.empty() : Optional.of(FaceVectors.of(vectors)),
                    kind == NO_PICTURE
                            ? Optional.empty()
                            : Optional.of(new SmallPicture(kind(kind), read(in, in.readInt()))));
        } catch (IOException e) {
            throw new IllegalStateException("a face that was sealed is cut off", e);
        }
    }

    private static byte code(SmallPicture.Kind kind) {
        return switch (kind) {
            case CLOSE_UP -> 0;
            case SURROUNDINGS -> 1;
        };
    }

    private static SmallPicture.Kind kind(byte code) {
        return switch (code) {
            case 0 -> SmallPicture.Kind.CLOSE_UP;
            case 1 -> SmallPicture.Kind.SURROUNDINGS;
            default -> throw new IllegalStateException("a picture of kind " + code);
        };
    }

    private static byte[] read(DataInputStream in, int length) throws IOException {
        if (length < 0 || length > MOST_BYTES) {
            throw new EOFException("a length of " + length);
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length != length) {
            throw new EOFException("it ends after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }
}
