package io.sosia.detector.media.ffmpeg;

import io.sosia.detector.media.MediaFailure;
import io.sosia.detector.media.MediaProblem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;

/**
 * Matroska and WebM (RFC 8794 and 9559): the EBML header, then the segment, each with an id and a size of variable
 * length. FFmpeg steps over a cluster or a picture whose head is broken without a word.
 */
final class ElementLayout {

    private static final long SEGMENT = 0x1853_8067L;
    private static final long CLUSTER = 0x1F43_B675L;
    private static final long BLOCK_GROUP = 0xA0L;
    private static final long CRC_32 = 0xBFL;
    private static final long VOID = 0xECL;

    /**
     * RFC 9559, 5.1 and its appendix of reclaimed elements: what a segment holds (seek head, information, tracks,
     * clusters, cues, chapters, attachments, tags); what a cluster holds (its time, silent tracks, position, size before
     * it, blocks in groups and simple and encrypted); what a group holds (the block, additions, duration, priority,
     * references, codec state, padding, slices, reference frame); RFC 8794, 11.3: a checksum and padding may stand
     * anywhere.
     */
    private static final Set<Long> PARTS = Set.of(
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
            BLOCK_GROUP,
            0xA3L,
            0xAFL,
            0xA1L,
            0xA2L,
            0x75A1L,
            0x9BL,
            0xFAL,
            0xFBL,
            0xFDL,
            0xA4L,
            0x75A2L,
            0x8EL,
            0xC8L,
            CRC_32,
            VOID);

    private ElementLayout() {}

    /** @param length -1 where it is not known, -2 for nonsense */
    private record Element(long id, long start, int headBytes, long length) {

        long content() {
            return start + headBytes;
        }
    }

    static Optional<MediaProblem> fault(FileWindow file) throws IOException {
        Element element = element(file, 0);
        do {
            if (element.length() < 0 || element.content() + element.length() >= file.size()) {
                return Optional.of(new MediaProblem(MediaFailure.TRUNCATED, "it ends before its segment"));
            }
            element = element(file, element.content() + element.length());
        } while (element.id() == VOID || element.id() == CRC_32);
        if (element.id() != SEGMENT || element.length() < -1) {
            return damaged(element.start());
        }
        long end = element.content() + element.length();
        // A live recording does not know its length, and says so.
        return element.length() >= 0 && end > file.size()
                ? Optional.of(new MediaProblem(
                        MediaFailure.TRUNCATED,
                        "its segment lacks " + (end - file.size()) + " of " + element.length() + " bytes"))
                : segment(file, element.content(), element.length() < 0 ? file.size() : end);
    }

    /**
     * One element after another, those in clusters and groups in place: a cluster that was written before its length
     * was known has none.
     */
    private static Optional<MediaProblem> segment(FileWindow file, long start, long end) throws IOException {
        long position = start;
        while (position < end) {
            Element element = element(file, position);
            boolean gone = element.id() == CLUSTER || element.id() == BLOCK_GROUP;
            boolean sized = element.length() >= 0 && element.content() + element.length() <= end;
            boolean unsized = element.length() == -1 && element.id() == CLUSTER;
            if (!PARTS.contains(element.id()) || !(sized || unsized)) {
                return damaged(position);
            }
            position = element.content() + (gone ? 0 : element.length());
        }
        return Optional.empty();
    }

    private static Element element(FileWindow file, long position) throws IOException {
        ByteBuffer head = file.at(position, 12);
        int first = head.hasRemaining() ? head.get(0) & 0xff : 0;
        int idBytes = first >= 0x80 ? 1 : first >= 0x40 ? 2 : first >= 0x20 ? 3 : 4;
        long id = 0;
        for (int i = 0; i < idBytes && head.hasRemaining(); i++) {
            id = id << 8 | (head.get() & 0xff);
        }
        long length = variableLength(head);
        return new Element(id, position, head.position(), length);
    }

    /** The value of a variable-length integer, -1 for "unknown" and -2 for nonsense. Moves the buffer on. */
    private static long variableLength(ByteBuffer buffer) {
        if (!buffer.hasRemaining()) {
            return -2;
        }
        int first = buffer.get() & 0xff;
        int length = Integer.numberOfLeadingZeros(first) - 23;
        if (length > 8 || buffer.remaining() < length - 1) {
            return -2;
        }
        long value = first & (0xff >> length);
        long unknown = 0xff >> length;
        for (int i = 1; i < length; i++) {
            value = value << 8 | (buffer.get() & 0xff);
            unknown = unknown << 8 | 0xff;
        }
        return value == unknown ? -1 : value;
    }

    private static Optional<MediaProblem> damaged(long position) {
        return Optional.of(
                new MediaProblem(MediaFailure.DAMAGED, "what stands at byte " + position + " is no part of a segment"));
    }
}
