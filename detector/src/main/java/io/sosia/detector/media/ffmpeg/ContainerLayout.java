package io.sosia.detector.media.ffmpeg;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sosia.detector.media.MediaFailure;
import io.sosia.detector.media.MediaProblem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A container's own structure, gone through head by head: FFmpeg reads a file that was cut off as far as it goes and
 * calls that its end, and steps over what is broken in the middle, often without a word.
 *
 * @param kind of container, for messages
 * @param fault what is wrong with it: cut off, or broken in a way that hides what follows
 */
record ContainerLayout(String kind, Optional<MediaProblem> fault) {

    /** Bytes from one packet to the next: plain, with a time before each (BDAV), with a checksum behind each (DVB). */
    private static final int[] TRANSPORT_STEPS = {188, 192, 204};

    private static final int TRANSPORT_PACKET = 188;

    /** Packets in step from which a byte 0x47 is no chance: 1 in 16 million. */
    private static final int TRANSPORT_RUN = 3;

    /** Where the first packet is looked for. */
    private static final int TRANSPORT_LEAD = 4096;

    /** The walks there are; each returns what is wrong, if anything. */
    private enum Kind {
        MP4,
        MATROSKA("Matroska"),
        AVI,
        FLV,
        TRANSPORT("MPEG-TS");

        private final String words;

        Kind() {
            words = name();
        }

        Kind(String words) {
            this.words = words;
        }

        Optional<MediaProblem> fault(FileWindow file) throws IOException {
            try {
                return switch (this) {
                    case MP4 -> BoxLayout.fault(file);
                    case MATROSKA -> ElementLayout.fault(file);
                    case AVI -> avi(file);
                    case FLV -> flash(file);
                    case TRANSPORT -> transport(file);
                };
            } catch (FileWindow.OutOfTime e) {
                return Optional.of(new MediaProblem(
                        MediaFailure.TIMEOUT, "going through its structure took longer than a film of its kind may"));
            }
        }
    }

    /**
     * Of a file that FFmpeg opened.
     *
     * @param demuxer FFmpeg's name for the container
     */
    static ContainerLayout of(String demuxer, FileWindow file) throws IOException {
        Kind kind = switch (demuxer) {
            case "mpegts" -> Kind.TRANSPORT;
            case "avi" -> Kind.AVI;
            case "flv" -> Kind.FLV;
            default -> demuxer.startsWith("matroska") ? Kind.MATROSKA : Kind.MP4;
        };
        return new ContainerLayout(kind.words, kind.fault(file));
    }

    /** Of a file that FFmpeg refused, by its first bytes; empty if they are like none of the known containers'. */
    static Optional<ContainerLayout> of(FileWindow file) throws IOException {
        Optional<Kind> kind = kind(file);
        return kind.isEmpty()
                ? Optional.empty()
                : Optional.of(new ContainerLayout(kind.get().words, kind.get().fault(file)));
    }

    private static Optional<Kind> kind(FileWindow file) throws IOException {
        ByteBuffer head = file.at(0, 12);
        if (head.remaining() < 12) {
            return Optional.empty();
        }
        String start = ISO_8859_1.decode(head).toString();
        if (start.startsWith("\u001aE\u00df\u00a3")) {
            return Optional.of(Kind.MATROSKA);
        }
        if (start.startsWith("RIFF") && start.startsWith("AVI ", 8)) {
            return Optional.of(Kind.AVI);
        }
        if (start.startsWith("FLV\u0001")) {
            return Optional.of(Kind.FLV);
        }
        return switch (start.substring(4, 8)) {
            case "ftyp", "moov", "mdat", "free", "skip", "wide", "styp", "pnot" -> Optional.of(Kind.MP4);
            default -> inStep(file, 0, TRANSPORT_PACKET) ? Optional.of(Kind.TRANSPORT) : Optional.empty();
        };
    }

    /** RIFF chunks one after another (OpenDML has several), each an id and a little-endian size, padded to even. */
    private static Optional<MediaProblem> avi(FileWindow file) throws IOException {
        record Span(long start, long end) {}
        List<Span> riffs = new ArrayList<>();
        long position = 0;
        while (position + 8 <= file.size()) {
            ByteBuffer header = file.at(position, 8).order(ByteOrder.LITTLE_ENDIAN);
            if (!ISO_8859_1.decode(header.slice(0, 4)).toString().equals("RIFF")) {
                break;
            }
            long length = header.getInt(4) & 0xffff_ffffL;
            // A recorder that was stopped had no chance to write it.
            long end = length == 0 ? file.size() : position + 8 + length;
            if (end > file.size()) {
                return cut("its RIFF chunk lacks " + (end - file.size()) + " of " + length + " bytes");
            }
            riffs.add(new Span(position + 12, end));
            position = end + (end & 1);
        }
        for (Span riff : riffs) {
            Optional<MediaProblem> fault = chunks(file, riff.start(), riff.end());
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    /**
     * What a RIFF holds, one chunk after another, the pictures' among them. FFmpeg finds its way by the index and steps
     * over pictures whose chunk is broken without a word.
     */
    private static Optional<MediaProblem> chunks(FileWindow file, long start, long end) throws IOException {
        long position = start;
        while (position + 8 <= end) {
            ByteBuffer header = file.at(position, 12).order(ByteOrder.LITTLE_ENDIAN);
            String id = ISO_8859_1.decode(header.slice(0, 4)).toString();
            long length = header.getInt(4) & 0xffff_ffffL;
            if (!id.chars().allMatch(c -> c >= ' ' && c < 0x7f) || position + 8 + length > end) {
                return damaged("what stands at byte " + position + " is no chunk");
            }
            boolean list = id.equals("LIST") && length >= 4;
            String type = list ? ISO_8859_1.decode(header.slice(8, 4)).toString() : "";
            // These hold pictures, chunk by chunk; they are walked through in place.
            position += type.equals("movi") || type.equals("rec ") ? 12 : 8 + length + (length & 1);
        }
        return Optional.empty();
    }

    /**
     * Video File Format Specification 10.1, annex E: a header that says its own length, then tags of 11 bytes, data, and
     * 4 bytes that some writers get wrong.
     */
    private static Optional<MediaProblem> flash(FileWindow file) throws IOException {
        ByteBuffer head = file.at(5, 4);
        if (head.remaining() < 4) {
            return cut("its header is not whole");
        }
        long position = (head.getInt() & 0xffff_ffffL) + 4;
        while (position < file.size()) {
            ByteBuffer header = file.at(position, 4);
            if (header.remaining() < 4) {
                return file.zeroFrom(position) ? Optional.empty() : cut("its last tag has no size");
            }
            int tag = header.getInt(0);
            int type = tag >> 24 & 0x1f;
            if (type != 8 && type != 9 && type != 18) {
                return damaged("what stands at byte " + position + " is no tag");
            }
            long end = position + 11 + (tag & 0xff_ffff);
            if (end > file.size()) {
                return cut("its last tag lacks " + (end - file.size()) + " bytes");
            }
            position = end + 4;
        }
        return Optional.empty();
    }

    /**
     * ISO/IEC 13818-1: packets of 188 bytes, each beginning with 0x47. FFmpeg looks for the next packet without a word,
     * and takes no count of those between.
     */
    private static Optional<MediaProblem> transport(FileWindow file) throws IOException {
        long first = 0;
        OptionalInt step = step(file, 0);
        while (step.isEmpty() && first < TRANSPORT_LEAD) {
            first++;
            step = step(file, first);
        }
        if (step.isEmpty()) {
            return damaged("its packets are nowhere in step");
        }
        // A recording may begin within a packet.
        long lost = first < step.getAsInt() ? 0 : first;
        long position = first;
        while (position < file.size()) {
            if (file.at(position, 1).get(0) == 0x47) {
                position += step.getAsInt();
            } else {
                long from = position;
                while (position < file.size() && !inStep(file, position, step.getAsInt())) {
                    position++;
                }
                lost += position - from;
            }
        }
        if (lost > 0) {
            return damaged(lost + " bytes of it are no packets");
        }
        long last = TRANSPORT_PACKET - Math.max(0, position - step.getAsInt() + TRANSPORT_PACKET - file.size());
        return last == TRANSPORT_PACKET
                ? Optional.empty()
                : cut("its last packet has " + last + " of " + TRANSPORT_PACKET + " bytes");
    }

    private static OptionalInt step(FileWindow file, long position) throws IOException {
        for (int step : TRANSPORT_STEPS) {
            if (inStep(file, position, step)) {
                return OptionalInt.of(step);
            }
        }
        return OptionalInt.empty();
    }

    /** Whether packets begin here: so many one after another, or as many as there are up to the end. */
    private static boolean inStep(FileWindow file, long position, int step) throws IOException {
        ByteBuffer run = file.at(position, (TRANSPORT_RUN - 1) * step + 1);
        for (int i = 0; i < run.remaining(); i += step) {
            if (run.get(i) != 0x47) {
                return false;
            }
        }
        return run.remaining() > step || (run.hasRemaining() && position > 0);
    }

    private static Optional<MediaProblem> cut(String what) {
        return Optional.of(new MediaProblem(MediaFailure.TRUNCATED, what));
    }

    private static Optional<MediaProblem> damaged(String what) {
        return Optional.of(new MediaProblem(MediaFailure.DAMAGED, what));
    }
}
