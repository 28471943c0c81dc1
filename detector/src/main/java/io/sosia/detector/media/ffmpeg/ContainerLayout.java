package io.sosia.detector.media.ffmpeg;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sosia.detector.media.MediaFailure;
import io.sosia.detector.media.MediaProblem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Optional;

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
            position += length;
        }
        return index ? Optional.empty() : cut("its index (box 'moov') is not there");
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
                : Optional.empty();
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
            position += 8 + length + (length & 1);
        }
        return Optional.empty();
    }

    /**
     * Video File Format Specification 10.1, annex E: a header that says its own length, then tags of 11 bytes, data, and
     * 4 bytes that some writers get wrong.
     */
    private static Optional<MediaProblem> flash(FileChannel channel, long size) throws IOException {
        long position = (read(channel, 5, 4).getInt() & 0xffff_ffffL) + 4;
        // Tags lie close together, so a window is read at a time.
        ByteBuffer window = ByteBuffer.allocate(0);
        long windowStart = 0;
        while (position < size) {
            if (position < windowStart || position + 4 > windowStart + window.limit()) {
                window = read(channel, position, 1 << 16);
                windowStart = position;
                if (window.remaining() < 4) {
                    return zero(window) ? Optional.empty() : cut("its last tag has no size");
                }
            }
            int tag = window.getInt((int) (position - windowStart));
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
        for (int i = 0; i < 3; i++) {
            ByteBuffer sync = read(channel, (long) i * TRANSPORT_PACKET, 1);
            if (!sync.hasRemaining() || sync.get() != 0x47) {
                return Optional.empty();
            }
        }
        long rest = size % TRANSPORT_PACKET;
        return Optional.of(new ContainerLayout(
                "MPEG-TS",
                rest == 0
                        ? Optional.empty()
                        : cut("its last packet has " + rest + " of " + TRANSPORT_PACKET + " bytes")));
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
