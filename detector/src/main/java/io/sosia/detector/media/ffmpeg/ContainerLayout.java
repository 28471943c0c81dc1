package io.sosia.detector.media.ffmpeg;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sosia.detector.media.MediaFailure;
import io.sosia.detector.media.MediaProblem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A container's outermost frame, read by itself: FFmpeg reads a file that was cut off as far as it goes and calls that
 * its end, but the outermost sizes tell how far it should go.
 *
 * @param kind of container, for messages
 * @param fault what is wrong with it: cut off, or broken in a way that hides what follows
 */
record ContainerLayout(String kind, Optional<MediaProblem> fault) {

    /** Top-level boxes, however many, are a few in a sound file and one for each second in a fragmented one. */
    private static final int MOST_BOXES = 1_000_000;

    private static final int TRANSPORT_PACKET = 188;

    /** Packets in step from which a byte 0x47 is no chance: 1 in 16 million. */
    private static final int TRANSPORT_RUN = 3;

    private static final long CLUSTER = 0x1F43_B675L;

    /**
     * RFC 9559, 5.1 and its appendix of reclaimed elements: what a segment holds (seek head, information, tracks,
     * clusters, cues, chapters, attachments, tags), and what a cluster holds (its time, silent tracks, position, size
     * before it, blocks in groups and simple and encrypted); RFC 8794, 11.3: a checksum and padding may stand anywhere.
     */
    private static final Set<Long> SEGMENT_PARTS = Set.of(
            0x114D_9B74L,
            0x1549_A966L,
            0x1654_AE6BL,
            CLUSTER,
            0x1C53_BB6BL,
            0x1043_A770L,
            0x1941_A469L,
            0x1254_C367L,
            0xE7L,
            0x5854L,
            0xA7L,
            0xABL,
            0xA0L,
            0xA3L,
            0xAFL,
            0xBFL,
            0xECL);

    private static final int PADDING_LOOKED_AT = 4096;

    /** What a file looks like, from its first bytes and outermost sizes; empty if like none of the known containers. */
    static Optional<ContainerLayout> of(FileChannel channel, long size) throws IOException {
        ByteBuffer head = read(channel, 0, 64);
        if (head.remaining() < 12) {
            return Optional.empty();
        }
        String start = ISO_8859_1.decode(head.duplicate().limit(12)).toString();
        if (start.startsWith("\u001aE\u00df\u00a3")) {
            return Optional.of(new ContainerLayout("Matroska", matroska(channel, size)));
        }
        if (start.startsWith("RIFF") && start.startsWith("AVI ", 8)) {
            return Optional.of(new ContainerLayout("AVI", avi(channel, size)));
        }
        if (start.startsWith("FLV\u0001")) {
            return Optional.of(new ContainerLayout("FLV", flash(channel, size)));
        }
        return switch (start.substring(4, 8)) {
            case "ftyp", "moov", "mdat", "free", "skip", "wide", "styp", "pnot" ->
                Optional.of(new ContainerLayout("MP4", mp4(channel, size)));
            default -> transport(channel, size);
        };
    }

    /** ISO/IEC 14496-12, 4.2: size (32 bits, big-endian), type; size 1 means 64 more bits, 0 the rest of the file. */
    private static Optional<MediaProblem> mp4(FileChannel channel, long size) throws IOException {
        boolean index = false;
        long position = 0;
        for (int i = 0; i < MOST_BOXES && position < size; i++) {
            ByteBuffer header = read(channel, position, 16);
            if (header.remaining() < 8) {
                return zero(header) ? Optional.empty() : cut("its last box has no size");
            }
            long length = header.getInt(0) & 0xffff_ffffL;
            String type =
                    ISO_8859_1.decode(header.duplicate().position(4).limit(8)).toString();
            if (!type.chars().allMatch(c -> (c >= ' ' && c < 0x7f) || c == 0xa9)) {
                // Some writers pad the end with zeros; anything else hides what follows.
                return zero(read(channel, Math.max(position, size - PADDING_LOOKED_AT), PADDING_LOOKED_AT))
                        ? Optional.empty()
                        : Optional.of(new MediaProblem(
                                MediaFailure.DAMAGED, "what stands at byte " + position + " is no box"));
            }
            index |= type.equals("moov");
            if (length == 1) {
                if (header.remaining() < 16) {
                    return cut("its last box has no size");
                }
                length = header.getLong(8);
            } else if (length == 0) {
                length = size - position;
            }
            if (length < 8) {
                break;
            }
            if (length > size - position) {
                return cut("its box '" + type + "' lacks " + (length - (size - position)) + " of " + length + " bytes");
            }
            if (type.equals("moof")) {
                Optional<MediaProblem> fault = fragment(channel, position + 8, position + length);
                if (fault.isPresent()) {
                    return fault;
                }
            }
            position += length;
        }
        return index ? Optional.empty() : cut("its index (box 'moov') is not there");
    }

    /** ISO/IEC 14496-12, 8.8: without what stands in a fragment's boxes, its pictures are stepped over without a word. */
    private static Optional<MediaProblem> fragment(FileChannel channel, long start, long end) throws IOException {
        long position = start;
        while (position < end) {
            ByteBuffer header = read(channel, position, 8);
            long length = header.remaining() < 8 ? 0 : header.getInt(0) & 0xffff_ffffL;
            if (length < 8 || length > end - position) {
                return Optional.of(
                        new MediaProblem(MediaFailure.DAMAGED, "what stands at byte " + position + " is no box"));
            }
            if (ISO_8859_1
                    .decode(header.duplicate().position(4).limit(8))
                    .toString()
                    .equals("traf")) {
                Optional<MediaProblem> fault = fragment(channel, position + 8, position + length);
                if (fault.isPresent()) {
                    return fault;
                }
            }
            position += length;
        }
        return Optional.empty();
    }

    /** RFC 8794 and 9559: the EBML header, then the segment, each with an id and a size of variable length. */
    private static Optional<MediaProblem> matroska(FileChannel channel, long size) throws IOException {
        ByteBuffer header = read(channel, 4, 8);
        long headerSize = variableLength(header);
        if (headerSize < 0) {
            return Optional.empty();
        }
        long position = 4 + header.position() + headerSize;
        ByteBuffer segment = read(channel, position, 12);
        if (segment.remaining() < 12) {
            return cut("it ends before its segment");
        }
        if (segment.getInt() != 0x1853_8067) {
            return Optional.empty();
        }
        long length = variableLength(segment);
        long end = position + segment.position() + length;
        // A live recording does not know its length, and says so.
        return length >= 0 && end > size
                ? cut("its segment lacks " + (end - size) + " of " + length + " bytes")
                : segment(new Window(channel), position + segment.position(), length < 0 ? size : end);
    }

    /**
     * What a segment holds, one element after another, and in clusters the pictures. FFmpeg steps over a cluster or a
     * picture whose head is broken without a word. Clusters are gone into, since one that was written before its length
     * was known has none.
     */
    private static Optional<MediaProblem> segment(Window window, long start, long end) throws IOException {
        long position = start;
        while (position < end) {
            ByteBuffer header = window.at(position, 12);
            int first = header.hasRemaining() ? header.get(0) & 0xff : 0;
            int idBytes = first >= 0x80 ? 1 : first >= 0x40 ? 2 : first >= 0x20 ? 3 : 4;
            long id = 0;
            for (int i = 0; i < idBytes && header.hasRemaining(); i++) {
                id = id << 8 | (header.get() & 0xff);
            }
            long length = variableLength(header);
            boolean cluster = id == CLUSTER;
            if (!SEGMENT_PARTS.contains(id) || (length < 0 && !cluster) || position + length > end) {
                return Optional.of(new MediaProblem(
                        MediaFailure.DAMAGED, "what stands at byte " + position + " is no part of a segment"));
            }
            position += header.position() + (cluster ? 0 : length);
        }
        return Optional.empty();
    }

    /** The value of a variable-length integer, or -1 for "unknown" and for nonsense. Moves the buffer on. */
    private static long variableLength(ByteBuffer buffer) {
        if (!buffer.hasRemaining()) {
            return -1;
        }
        int first = buffer.get() & 0xff;
        int length = Integer.numberOfLeadingZeros(first) - 23;
        if (length > 8 || buffer.remaining() < length - 1) {
            return -1;
        }
        long value = first & (0xff >> length);
        long unknown = 0xff >> length;
        for (int i = 1; i < length; i++) {
            value = value << 8 | (buffer.get() & 0xff);
            unknown = unknown << 8 | 0xff;
        }
        return value == unknown ? -1 : value;
    }

    /** RIFF chunks one after another (OpenDML has several), each an id and a little-endian size, padded to even. */
    private static Optional<MediaProblem> avi(FileChannel channel, long size) throws IOException {
        long position = 0;
        List<Span> riffs = new ArrayList<>();
        for (int i = 0; i < MOST_BOXES && position + 8 <= size; i++) {
            ByteBuffer header = read(channel, position, 8).order(ByteOrder.LITTLE_ENDIAN);
            if (!ISO_8859_1.decode(header.duplicate().limit(4)).toString().equals("RIFF")) {
                break;
            }
            long length = header.getInt(4) & 0xffff_ffffL;
            if (length == 0) {
                // A recorder that was stopped had no chance to write it.
                break;
            }
            if (position + 8 + length > size) {
                return cut("its RIFF chunk lacks " + (position + 8 + length - size) + " of " + length + " bytes");
            }
            riffs.add(new Span(position + 12, position + 8 + length));
            position += 8 + length + (length & 1);
        }
        for (Span riff : riffs) {
            Optional<MediaProblem> fault = chunks(new Window(channel), riff);
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    private record Span(long start, long end) {}

    /**
     * What a RIFF holds, one chunk after another, the pictures' among them. FFmpeg finds its way by the index and steps
     * over pictures whose chunk is broken without a word.
     */
    private static Optional<MediaProblem> chunks(Window window, Span span) throws IOException {
        long position = span.start();
        while (position + 8 <= span.end()) {
            ByteBuffer header = window.at(position, 12).order(ByteOrder.LITTLE_ENDIAN);
            String id = ISO_8859_1.decode(header.duplicate().limit(4)).toString();
            long length = header.getInt(4) & 0xffff_ffffL;
            if (!id.chars().allMatch(c -> c >= ' ' && c < 0x7f) || position + 8 + length > span.end()) {
                return Optional.of(
                        new MediaProblem(MediaFailure.DAMAGED, "what stands at byte " + position + " is no chunk"));
            }
            boolean list = id.equals("LIST") && length >= 4;
            String type = list
                    ? ISO_8859_1
                            .decode(header.duplicate().position(8).limit(12))
                            .toString()
                    : "";
            // These hold pictures, chunk by chunk; they are walked through in place.
            position += type.equals("movi") || type.equals("rec ") ? 12 : 8 + length + (length & 1);
        }
        return Optional.empty();
    }

    /**
     * Video File Format Specification 10.1, annex E: a header that says its own length, then tags of 11 bytes, data, and
     * 4 bytes that some writers get wrong.
     */
    private static Optional<MediaProblem> flash(FileChannel channel, long size) throws IOException {
        long position = (read(channel, 5, 4).getInt() & 0xffff_ffffL) + 4;
        Window window = new Window(channel);
        while (position < size) {
            ByteBuffer header = window.at(position, 4);
            if (header.remaining() < 4) {
                return zero(header) ? Optional.empty() : cut("its last tag has no size");
            }
            int tag = header.getInt(0);
            int type = tag >> 24 & 0x1f;
            if (type != 8 && type != 9 && type != 18) {
                return Optional.of(
                        new MediaProblem(MediaFailure.DAMAGED, "what stands at byte " + position + " is no tag"));
            }
            long end = position + 11 + (tag & 0xff_ffff);
            if (end > size) {
                return cut("its last tag lacks " + (end - size) + " bytes");
            }
            position = end + 4;
        }
        return Optional.empty();
    }

    /** ISO/IEC 13818-1: packets of 188 bytes, each beginning with 0x47. */
    private static Optional<ContainerLayout> transport(FileChannel channel, long size) throws IOException {
        Window window = new Window(channel);
        if (!inStep(window, 0, TRANSPORT_RUN)) {
            return Optional.empty();
        }
        // FFmpeg looks for the next packet without a word, and takes no count of those between.
        long lost = 0;
        long position = 0;
        while (position < size) {
            if (inStep(window, position, 1)) {
                position += TRANSPORT_PACKET;
            } else {
                long from = position;
                while (position < size && !inStep(window, position, TRANSPORT_RUN)) {
                    position++;
                }
                lost += Math.min(position, size) - from;
            }
        }
        if (lost > 0) {
            return Optional.of(new ContainerLayout(
                    "MPEG-TS",
                    Optional.of(new MediaProblem(MediaFailure.DAMAGED, lost + " bytes of it are no packets"))));
        }
        long over = position - size;
        return Optional.of(new ContainerLayout(
                "MPEG-TS",
                over == 0
                        ? Optional.empty()
                        : cut("its last packet has " + (TRANSPORT_PACKET - over) + " of " + TRANSPORT_PACKET
                                + " bytes")));
    }

    /** Whether packets begin here: so many one after another, or as many as there are up to the end. */
    private static boolean inStep(Window window, long position, int packets) throws IOException {
        for (int i = 0; i < packets; i++) {
            ByteBuffer sync = window.at(position + (long) i * TRANSPORT_PACKET, 1);
            if (!sync.hasRemaining()) {
                return i > 0;
            }
            if (sync.get(0) != 0x47) {
                return false;
            }
        }
        return true;
    }

    /** Small pieces of a file that lie close together, of which many are read at a time. */
    private static final class Window {

        private static final int BYTES = 1 << 16;

        private final FileChannel channel;
        private ByteBuffer bytes = ByteBuffer.allocate(0);
        private long start;

        Window(FileChannel channel) {
            this.channel = channel;
        }

        /** What stands at a place, from index 0 on; fewer bytes than asked for at the end of the file. */
        ByteBuffer at(long position, int length) throws IOException {
            if (position < start || position + length > start + bytes.limit()) {
                bytes = read(channel, position, BYTES);
                start = position;
            }
            int from = (int) (position - start);
            return bytes.slice(from, Math.min(length, bytes.limit() - from));
        }
    }

    private static Optional<MediaProblem> cut(String what) {
        return Optional.of(new MediaProblem(MediaFailure.TRUNCATED, what));
    }

    private static boolean zero(ByteBuffer bytes) {
        for (int i = bytes.position(); i < bytes.limit(); i++) {
            if (bytes.get(i) != 0) {
                return false;
            }
        }
        return true;
    }

    private static ByteBuffer read(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining() && channel.read(buffer, position + buffer.position()) > 0) {
            // The loop's condition does the work: a read may give less than was asked for.
        }
        return buffer.flip();
    }
}
