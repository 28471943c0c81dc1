package io.sosia.detector.media.ffmpeg;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sosia.detector.media.MediaFailure;
import io.sosia.detector.media.MediaProblem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;

/**
 * MP4 and MOV (ISO/IEC 14496-12, 4.2): boxes of a size (32 bits, big-endian; 1 means 64 more bits, 0 the rest of the
 * file) and a type. Where the index is one box, it names every picture. A film in fragments has its pictures' index in
 * many, and one whose head is broken is stepped over as a box of no interest; so in such a film every box must be known.
 */
final class BoxLayout {

    /** Boxes beside the fragments, ISO/IEC 14496-12 table 1 and ISO/IEC 23009-1. */
    private static final Set<String> BESIDE_FRAGMENTS = Set.of(
            "ftyp", "styp", "moov", "moof", "mdat", "mfra", "sidx", "ssix", "prft", "emsg", "free", "skip", "wide",
            "pdin", "meta", "meco", "uuid", "udta", "pssh", "junk", "pnot", "imda");

    private static final Set<String> IN_FRAGMENT = Set.of("mfhd", "traf", "meta", "pssh", "uuid", "free", "skip");

    private static final Set<String> IN_TRACK = Set.of(
            "tfhd", "trun", "tfdt", "sbgp", "sgpd", "subs", "saiz", "saio", "senc", "meta", "udta", "uuid", "free",
            "skip");

    /** More than this of zeros where a film in fragments should go on is no padding. */
    private static final long MOST_PADDING = 4096;

    private final FileWindow file;

    private BoxLayout(FileWindow file) {
        this.file = file;
    }

    static Optional<MediaProblem> fault(FileWindow file) throws IOException {
        return new BoxLayout(file).fault();
    }

    /** @param length from the head on, or negative where the head says nonsense */
    private record Box(String type, long start, int headBytes, long length) {

        long end() {
            return start + length;
        }

        boolean plain() {
            return type.chars().allMatch(c -> (c >= ' ' && c < 0x7f) || c == 0xa9);
        }
    }

    private Box box(long position, long end) throws IOException {
        ByteBuffer head = file.at(position, 16);
        if (head.remaining() < 8) {
            return new Box("", position, 0, -1);
        }
        String type = ISO_8859_1.decode(head.slice(4, 4)).toString();
        long length = head.getInt(0) & 0xffff_ffffL;
        if (length == 1 && head.remaining() >= 16) {
            long large = head.getLong(8);
            return new Box(type, position, 16, large < 16 ? -1 : large);
        }
        return new Box(type, position, 8, length == 0 ? end - position : length < 8 ? -1 : length);
    }

    private Optional<MediaProblem> fault() throws IOException {
        boolean index = false;
        boolean fragments = false;
        Optional<MediaProblem> unknown = Optional.empty();
        for (long position = 0; position < file.size(); ) {
            Box box = box(position, file.size());
            boolean toTheEnd = file.at(position, 4).remaining() == 4
                    && file.at(position, 4).getInt() == 0;
            if (!box.plain() || box.length() < 0) {
                boolean padding = file.zeroFrom(position) && (!fragments || file.size() - position <= MOST_PADDING);
                if (!padding) {
                    return box.headBytes() == 0 ? cut("its last box has no size") : noBox(position);
                }
                break;
            }
            if (box.length() > file.size() - position) {
                return cut("its box '" + box.type() + "' lacks " + (box.end() - file.size()) + " of " + box.length()
                        + " bytes");
            }
            if (unknown.isEmpty() && (!BESIDE_FRAGMENTS.contains(box.type()) || (toTheEnd && index))) {
                unknown = noBox(position);
            }
            switch (box.type()) {
                case "moov" -> {
                    index = true;
                    fragments |= holds(box, "mvex");
                }
                case "moof" -> {
                    fragments = true;
                    Optional<MediaProblem> fault = inside(box, IN_FRAGMENT, true);
                    if (fault.isPresent()) {
                        return fault;
                    }
                }
                default -> {
                    // What other boxes hold is found by the index, not by going from box to box.
                }
            }
            position = box.end();
        }
        if (!index) {
            return cut("its index (box 'moov') is not there");
        }
        return fragments ? unknown : Optional.empty();
    }

    private boolean holds(Box parent, String type) throws IOException {
        for (long position = parent.start() + parent.headBytes(); position < parent.end(); ) {
            Box box = box(position, parent.end());
            if (box.length() < 0) {
                return false;
            }
            if (box.type().equals(type)) {
                return true;
            }
            position = box.end();
        }
        return false;
    }

    /** @param tracks whether what is inside a track's box is looked at too; deeper than that nothing is */
    private Optional<MediaProblem> inside(Box parent, Set<String> known, boolean tracks) throws IOException {
        for (long position = parent.start() + parent.headBytes(); position < parent.end(); ) {
            Box box = box(position, parent.end());
            if (box.length() < 0 || box.end() > parent.end() || !known.contains(box.type())) {
                return noBox(position);
            }
            if (tracks && box.type().equals("traf")) {
                Optional<MediaProblem> fault = inside(box, IN_TRACK, false);
                if (fault.isPresent()) {
                    return fault;
                }
            }
            position = box.end();
        }
        return Optional.empty();
    }

    private static Optional<MediaProblem> noBox(long position) {
        return Optional.of(new MediaProblem(
                MediaFailure.DAMAGED, "what stands at byte " + position + " is no box of such a film"));
    }

    private static Optional<MediaProblem> cut(String what) {
        return Optional.of(new MediaProblem(MediaFailure.TRUNCATED, what));
    }
}
