package io.sosia.indexer.sighting;

import io.sosia.indexer.seal.DataKey;
import io.sosia.indexer.seal.PrivateFiles;
import io.sosia.indexer.seal.SealBrokenException;
import io.sosia.indexer.sighting.SightingCodec.Entry;
import io.sosia.indexer.sighting.SightingCodec.MalformedException;
import io.sosia.indexer.sighting.SightingCodec.PicturePlace;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The part of a day that is being written: records that are sealed one by one, in the order in which they came.
 *
 * <p>Format version 1: the 8 bytes {@code SOSIASL1}, then records. A record is a head of {@value #HEAD} bytes, which is a record
 * of the day's key, context {@code log-head}, that says how many bytes the body takes (int32), and the body, likewise, context
 * {@code log-body}, as {@link SightingCodec} lays it out. Both contexts end in the record's ordinal, from 0. The length is
 * sealed because a changed one would make what follows look as if it had never been written.
 *
 * <p>A record that the file's end cuts off, or whose last bytes never left the machine's memory and read as zeros, is one that
 * was not acknowledged: it is not read, and cut by the next writer. Whatever else does not open is damage.
 */
final class SightingLog {

    static final byte[] MAGIC = "SOSIASL1".getBytes(StandardCharsets.US_ASCII);

    /** Bytes of a sealed int32. */
    static final int HEAD = DataKey.OVERHEAD + Integer.BYTES;

    /** GCM's tag is the end of whatever is sealed, and never zero but by a chance of 2^-128. */
    private static final int TAG = 16;

    private SightingLog() {}

    /** Takes records. */
    @FunctionalInterface
    interface Reader {
        /** Takes a record, of which the ordinal counts from 0. */
        void record(int ordinal, Entry entry) throws IOException;
    }

    /**
     * What reading came to.
     *
     * @param records whole ones, damaged ones included
     * @param end bytes up to the end of the last whole record
     * @param damage what did not open, one line each
     */
    record Replay(int records, long end, List<String> damage) {}

    /**
     * Reads a log.
     *
     * @param most records to read at most
     * @throws java.nio.file.NoSuchFileException if there is none
     */
    static Replay read(Path file, DataKey key, LocalDate day, int part, int most, Reader reader) throws IOException {
        List<String> damage = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size < MAGIC.length) {
                // The writer died before the first record.
                return new Replay(0, 0, damage);
            }
            if (!java.util.Arrays.equals(bytes(channel, 0, MAGIC.length), MAGIC)) {
                damage.add("does not begin as a log of version 1");
                return new Replay(0, size, damage);
            }
            boolean unwritten = size >= MAGIC.length + TAG && zeros(bytes(channel, size - TAG, TAG));
            long at = MAGIC.length;
            int ordinal = 0;
            while (ordinal < most && size - at >= HEAD) {
                int length;
                try {
                    byte[] head = key.open(bytes(channel, at, HEAD), context("log-head", day, part, ordinal));
                    length = ByteBuffer.wrap(head).getInt();
                } catch (SealBrokenException e) {
                    if (!unwritten) {
                        damage.add("from byte " + at + " on, record " + ordinal + ", it is not what was written");
                        return new Replay(ordinal, size, damage);
                    }
                    break;
                }
                if (size - at - HEAD < length) {
                    break;
                }
                long next = at + HEAD + length;
                try {
                    byte[] body = key.open(bytes(channel, at + HEAD, length), context("log-body", day, part, ordinal));
                    reader.record(ordinal, SightingCodec.entry(body));
                } catch (SealBrokenException e) {
                    if (next == size && unwritten) {
                        break;
                    }
                    damage.add("record " + ordinal + ", bytes " + at + " to " + next + ", is not what was written");
                } catch (MalformedException e) {
                    damage.add("record " + ordinal + ": " + e.getMessage());
                }
                at = next;
                ordinal++;
            }
            return new Replay(ordinal, at, damage);
        }
    }

    private static boolean zeros(byte[] bytes) {
        for (byte b : bytes) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    /** Bytes at a place. */
    static byte[] bytes(FileChannel channel, long at, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, at + buffer.position()) < 0) {
                throw new EOFException("the file ends at byte " + channel.size());
            }
        }
        return buffer.array();
    }

    private static String context(String kind, LocalDate day, int part, int ordinal) {
        return ArchiveFolder.context(kind, day, part) + "/" + ordinal;
    }

    /** What a picture at an offset is sealed as. */
    static String pictureContext(LocalDate day, int part, long offset) {
        return ArchiveFolder.context("picture", day, part) + "/" + offset;
    }

    /** Appends; serves one thread at a time. */
    static final class Appender implements AutoCloseable {

        private final FileChannel log;
        private final Path pictureFile;
        private final DataKey key;
        private final LocalDate day;
        private final int part;
        private Optional<FileChannel> pictures = Optional.empty();
        private int records;
        private long end;
        private long picturesEnd;

        /**
         * Goes on with a log, or begins it. What was not acknowledged is cut off.
         *
         * @param replay of the log that is there; a new one has none
         * @param picturesEnd bytes of pictures that its records know of
         */
        Appender(ArchiveFolder folder, DataKey key, LocalDate day, int part, Optional<Replay> replay, long picturesEnd)
                throws IOException {
            this.key = key;
            this.day = day;
            this.part = part;
            this.pictureFile = folder.pictures(day, part);
            this.picturesEnd = picturesEnd;
            this.log = PrivateFiles.open(folder.log(day, part), replay.isEmpty());
            this.records = replay.map(Replay::records).orElse(0);
            this.end = replay.map(Replay::end).orElse(0L);
            boolean begun = false;
            try {
                if (end == 0) {
                    PrivateFiles.writeFully(log, ByteBuffer.wrap(MAGIC), 0);
                    end = MAGIC.length;
                    log.force(true);
                    PrivateFiles.syncFolder(folder.root());
                }
                log.truncate(end);
                begun = true;
            } finally {
                if (!begun) {
                    log.close();
                }
            }
        }

        LocalDate day() {
            return day;
        }

        int part() {
            return part;
        }

        /** Bytes of records. */
        long size() {
            return end;
        }

        /** Writes a record; it is on disk when this returns. */
        void append(Look look, List<SightedTrack> tracks) throws IOException {
            // What an attempt that failed has left behind.
            log.truncate(end);
            List<PicturePlace> places = new ArrayList<>(tracks.size());
            long picturesNow = picturesEnd;
            for (SightedTrack track : tracks) {
                if (track.picture().isEmpty()) {
                    places.add(PicturePlace.NONE);
                    continue;
                }
                byte[] sealed =
                        key.seal(SightingCodec.encode(track.picture().get()), pictureContext(day, part, picturesNow));
                PrivateFiles.writeFully(pictures(), ByteBuffer.wrap(sealed), picturesNow);
                places.add(new PicturePlace(picturesNow, sealed.length));
                picturesNow += sealed.length;
            }
            if (picturesNow > picturesEnd) {
                // Before the record that tells of them.
                pictures().force(true);
            }
            byte[] body = key.seal(SightingCodec.encode(look, tracks, places), context("log-body", day, part, records));
            byte[] head = key.seal(
                    ByteBuffer.allocate(Integer.BYTES).putInt(body.length).array(),
                    context("log-head", day, part, records));
            ByteBuffer record = ByteBuffer.allocate(head.length + body.length)
                    .put(head)
                    .put(body)
                    .flip();
            PrivateFiles.writeFully(log, record, end);
            log.force(true);
            end += head.length + body.length;
            picturesEnd = picturesNow;
            records++;
        }

        private FileChannel pictures() throws IOException {
            if (pictures.isEmpty()) {
                FileChannel channel = PrivateFiles.open(pictureFile, false);
                pictures = Optional.of(channel);
                channel.truncate(picturesEnd);
                PrivateFiles.syncFolder(java.util.Objects.requireNonNull(pictureFile.getParent()));
            }
            return pictures.get();
        }

        @Override
        public void close() throws IOException {
            try {
                log.close();
            } finally {
                if (pictures.isPresent()) {
                    pictures.get().close();
                }
            }
        }
    }
}
