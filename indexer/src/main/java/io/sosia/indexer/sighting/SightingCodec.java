package io.sosia.indexer.sighting;

import io.sosia.indexer.match.Upload;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;
import io.sosia.models.vector.FaceVectors;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Looks and sightings as bytes, before they are sealed. Numbers are big-endian; a text is its length in bytes (int32, -1 where
 * there is none) and UTF-8.
 *
 * <table>
 * <caption>Version 1</caption>
 * <tr><th>what</th><th>is</th></tr>
 * <tr><td>look</td><td>byte 1; texts: work, episode, uploader, territory; int64 published (milliseconds since 1970,
 *     {@code Long.MIN_VALUE} where not known); texts: path, SHA-256 of the video; int64: when, running time, frames, longest
 *     gap; float64 share seen; byte complete; texts: sampling, detector, its SHA-256</td></tr>
 * <tr><td>sighting without its vectors</td><td>byte 1; int32 track; int32 number of spans, of each two int64; float64 quality;
 *     int32 faces; int64 time and four int32 box of the best view; int64 offset (-1: no picture) and int32 length of its
 *     picture among the part's</td></tr>
 * <tr><td>record</td><td>byte 1; int32 length of the look, the look; int32 number of spaces, of each its id as a text; int32
 *     number of sightings, of each: int32 length, the sighting without its vectors, byte number of vectors, of each a byte,
 *     which space, and its float32s. The primary vector is the first</td></tr>
 * <tr><td>picture</td><td>byte 1; byte 1 for a close-up, 2 for surroundings; the JPEG file</td></tr>
 * </table>
 */
final class SightingCodec {

    private static final byte VERSION = 1;
    private static final byte CLOSE_UP = 1;
    private static final byte SURROUNDINGS = 2;

    private SightingCodec() {}

    /** Where a picture is among its part's; {@code length} 0 where there is none. */
    record PicturePlace(long offset, int length) {
        static final PicturePlace NONE = new PicturePlace(-1, 0);
    }

    /** A sighting without its vectors. */
    record Bare(int track, List<Span> spans, double quality, int faces, BestView best, PicturePlace picture) {

        Sighting with(FaceVectors templates) {
            return new Sighting(track, spans, templates, quality, faces, best);
        }
    }

    /** A sighting as a record holds it. */
    record Stored(Bare bare, List<Embedding> templates) {}

    /** A look and what it saw. */
    record Entry(Look look, List<Stored> sightings) {}

    static Bare bare(Sighting sighting, PicturePlace picture) {
        return new Bare(
                sighting.track(), sighting.spans(), sighting.quality(), sighting.faces(), sighting.best(), picture);
    }

    static byte[] encode(Look look) {
        Writer out = new Writer();
        out.bytes.write(VERSION);
        Upload upload = look.upload();
        out.text(upload.work());
        out.text(upload.episode());
        out.text(upload.uploader().orElse(null));
        out.text(upload.territory().orElse(null));
        out.int64(upload.published().map(Instant::toEpochMilli).orElse(Long.MIN_VALUE));
        out.text(look.path());
        out.text(look.videoSha256());
        out.int64(look.at().toEpochMilli());
        out.int64(look.durationMs());
        out.int64(look.frames());
        out.int64(look.longestGapMs());
        out.float64(look.shareSeen());
        out.bytes.write(look.complete() ? 1 : 0);
        out.text(look.sampling());
        out.text(look.detector());
        out.text(look.detectorSha256());
        return out.bytes.toByteArray();
    }

    static Look look(byte[] bytes) throws MalformedException {
        return read(bytes, in -> {
            Upload upload = new Upload(in.text(), in.text(), in.textIfAny(), Optional.empty(), in.textIfAny());
            long published = in.buffer.getLong();
            upload = new Upload(
                    upload.work(),
                    upload.episode(),
                    upload.uploader(),
                    published == Long.MIN_VALUE ? Optional.empty() : Optional.of(Instant.ofEpochMilli(published)),
                    upload.territory());
            return new Look(
                    upload,
                    in.text(),
                    in.text(),
                    Instant.ofEpochMilli(in.buffer.getLong()),
                    in.buffer.getLong(),
                    in.buffer.getLong(),
                    in.buffer.getLong(),
                    in.buffer.getDouble(),
                    in.buffer.get() != 0,
                    in.text(),
                    in.text(),
                    in.text());
        });
    }

    static byte[] encode(Bare sighting) {
        Writer out = new Writer();
        out.bytes.write(VERSION);
        out.int32(sighting.track());
        out.int32(sighting.spans().size());
        for (Span span : sighting.spans()) {
            out.int64(span.startMs());
            out.int64(span.endMs());
        }
        out.float64(sighting.quality());
        out.int32(sighting.faces());
        BestView best = sighting.best();
        out.int64(best.timeMs());
        out.int32(best.left());
        out.int32(best.top());
        out.int32(best.right());
        out.int32(best.bottom());
        out.int64(sighting.picture().offset());
        out.int32(sighting.picture().length());
        return out.bytes.toByteArray();
    }

    static Bare bare(byte[] bytes) throws MalformedException {
        return read(bytes, in -> {
            int track = in.buffer.getInt();
            int count = in.count(16);
            List<Span> spans = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                spans.add(new Span(in.buffer.getLong(), in.buffer.getLong()));
            }
            return new Bare(
                    track,
                    List.copyOf(spans),
                    in.buffer.getDouble(),
                    in.buffer.getInt(),
                    new BestView(
                            in.buffer.getLong(),
                            in.buffer.getInt(),
                            in.buffer.getInt(),
                            in.buffer.getInt(),
                            in.buffer.getInt()),
                    new PicturePlace(in.buffer.getLong(), in.buffer.getInt()));
        });
    }

    /**
     * A record.
     *
     * @param pictures of the sightings, in their order
     */
    static byte[] encode(Look look, List<SightedTrack> tracks, List<PicturePlace> pictures) {
        Writer out = new Writer();
        out.bytes.write(VERSION);
        out.blob(encode(look));
        SequencedMap<EmbeddingSpace, Integer> spaces = new LinkedHashMap<>();
        for (SightedTrack track : tracks) {
            for (EmbeddingSpace space : track.sighting().templates().spaces()) {
                spaces.putIfAbsent(space, spaces.size());
            }
        }
        out.int32(spaces.size());
        spaces.keySet().forEach(space -> out.text(space.id()));
        out.int32(tracks.size());
        for (int i = 0; i < tracks.size(); i++) {
            Sighting sighting = tracks.get(i).sighting();
            out.blob(encode(bare(sighting, pictures.get(i))));
            List<Embedding> templates = sighting.templates().embeddings();
            out.bytes.write(templates.size());
            for (Embedding template : templates) {
                out.bytes.write(Objects.requireNonNull(spaces.get(template.space())));
                out.floats(template.toArray());
            }
        }
        return out.bytes.toByteArray();
    }

    static Entry entry(byte[] bytes) throws MalformedException {
        try {
            return read(bytes, in -> {
                try {
                    Look look = look(in.blob());
                    int spaceCount = in.count(1);
                    List<EmbeddingSpace> spaces = new ArrayList<>(spaceCount);
                    for (int i = 0; i < spaceCount; i++) {
                        spaces.add(EmbeddingSpace.parse(in.text()));
                    }
                    int count = in.count(1);
                    List<Stored> sightings = new ArrayList<>(count);
                    for (int i = 0; i < count; i++) {
                        Bare bare = bare(in.blob());
                        int vectors = in.buffer.get() & 0xff;
                        List<Embedding> templates = new ArrayList<>(vectors);
                        for (int v = 0; v < vectors; v++) {
                            EmbeddingSpace space = spaces.get(in.buffer.get() & 0xff);
                            float[] raw = new float[space.dimensions()];
                            in.buffer.asFloatBuffer().get(raw);
                            in.buffer.position(in.buffer.position() + Float.BYTES * raw.length);
                            templates.add(Embedding.normalised(space, raw));
                        }
                        sightings.add(new Stored(bare, List.copyOf(templates)));
                    }
                    return new Entry(look, List.copyOf(sightings));
                } catch (MalformedException e) {
                    throw new IllegalArgumentException(e);
                }
            });
        } catch (IndexOutOfBoundsException e) {
            throw new MalformedException(e);
        }
    }

    static byte[] encode(SmallPicture picture) {
        byte[] jpeg = picture.jpeg();
        byte[] bytes = new byte[2 + jpeg.length];
        bytes[0] = VERSION;
        bytes[1] = switch (picture.kind()) {
            case CLOSE_UP -> CLOSE_UP;
            case SURROUNDINGS -> SURROUNDINGS;
        };
        System.arraycopy(jpeg, 0, bytes, 2, jpeg.length);
        return bytes;
    }

    static SmallPicture picture(byte[] bytes) throws MalformedException {
        if (bytes.length < 3 || bytes[0] != VERSION || (bytes[1] != CLOSE_UP && bytes[1] != SURROUNDINGS)) {
            throw new MalformedException(new IllegalArgumentException("not a picture of version " + VERSION));
        }
        return new SmallPicture(
                bytes[1] == CLOSE_UP ? SmallPicture.Kind.CLOSE_UP : SmallPicture.Kind.SURROUNDINGS,
                Arrays.copyOfRange(bytes, 2, bytes.length));
    }

    /** Bytes whose seal is whole, but which this version does not understand. */
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedException(Throwable cause) {
            super("it is of a version that this one does not know: " + cause.getMessage(), cause);
        }
    }

    private interface Reading<T> {
        T from(Reader in);
    }

    private static <T> T read(byte[] bytes, Reading<T> reading) throws MalformedException {
        try {
            Reader in = new Reader(ByteBuffer.wrap(bytes));
            byte version = in.buffer.get();
            if (version != VERSION) {
                throw new IllegalArgumentException("version " + version + " is not " + VERSION);
            }
            return reading.from(in);
        } catch (BufferUnderflowException | IllegalArgumentException | DateTimeException e) {
            throw new MalformedException(e);
        }
    }

    private record Reader(ByteBuffer buffer) {

        String text() {
            return textIfAny().orElseThrow(() -> new IllegalArgumentException("a text is missing"));
        }

        Optional<String> textIfAny() {
            int length = buffer.getInt();
            if (length == -1) {
                return Optional.empty();
            }
            return Optional.of(new String(bytes(length), StandardCharsets.UTF_8));
        }

        byte[] blob() {
            return bytes(buffer.getInt());
        }

        private byte[] bytes(int length) {
            if (length < 0 || length > buffer.remaining()) {
                throw new IllegalArgumentException(length + " bytes of " + buffer.remaining());
            }
            byte[] bytes = new byte[length];
            buffer.get(bytes);
            return bytes;
        }

        /** A number of things that take so many bytes each at least. */
        int count(int least) {
            int count = buffer.getInt();
            if (count < 0 || (long) count * least > buffer.remaining()) {
                throw new IllegalArgumentException(count + " things in " + buffer.remaining() + " bytes");
            }
            return count;
        }
    }

    private static final class Writer {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final DataOutputStream out = new DataOutputStream(bytes);

        void int32(int value) {
            write(() -> out.writeInt(value));
        }

        void int64(long value) {
            write(() -> out.writeLong(value));
        }

        void float64(double value) {
            write(() -> out.writeDouble(value));
        }

        void floats(float[] values) {
            ByteBuffer buffer = ByteBuffer.allocate(Float.BYTES * values.length);
            buffer.asFloatBuffer().put(values);
            bytes.writeBytes(buffer.array());
        }

        void text(@Nullable String text) {
            if (text == null) {
                int32(-1);
            } else {
                blob(text.getBytes(StandardCharsets.UTF_8));
            }
        }

        void blob(byte[] content) {
            int32(content.length);
            bytes.writeBytes(content);
        }

        private interface Step {
            void run() throws IOException;
        }

        private static void write(Step step) {
            try {
                step.run();
            } catch (IOException e) {
                throw new IllegalStateException("writing to memory does not fail", e);
            }
        }
    }

    /** Vectors by space, as a record's sightings have them. */
    static Map<EmbeddingSpace, Embedding> bySpace(List<Embedding> templates) {
        Map<EmbeddingSpace, Embedding> bySpace = new LinkedHashMap<>();
        templates.forEach(template -> bySpace.put(template.space(), template));
        return bySpace;
    }
}
