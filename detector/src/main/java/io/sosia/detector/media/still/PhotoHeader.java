package io.sosia.detector.media.still;

import io.sosia.detector.media.MediaFailure;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * What a photo's own bytes announce, read without decoding: its format, its size in pixels, and whether the file is as
 * long as it should be. Decoders allocate what a header asks for and fill up what is missing with grey, so both are
 * checked before one is let near the file.
 *
 * @param format {@code JPEG}, {@code PNG}, {@code WebP} or {@code BMP}
 * @param width pixels as stored, before any orientation is applied
 * @param height likewise
 */
record PhotoHeader(String format, long width, long height) {

    /** Why the bytes are not a whole photo. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        private final MediaFailure reason;

        Unreadable(MediaFailure reason, String detail) {
            super(detail);
            this.reason = reason;
        }

        MediaFailure reason() {
            return reason;
        }
    }

    /**
     * Reads the header and walks to the end.
     *
     * @throws Unreadable if it is none of the formats, or not whole
     */
    static PhotoHeader read(byte[] bytes) throws Unreadable {
        Reader reader = new Reader(bytes);
        if (reader.startsWith(0, 0xff, 0xd8, 0xff)) {
            return jpeg(reader);
        }
        if (reader.startsWith(0, 0x89, 'P', 'N', 'G', 0x0d, 0x0a, 0x1a, 0x0a)) {
            return png(reader);
        }
        if (reader.startsWith(0, 'R', 'I', 'F', 'F') && reader.startsWith(8, 'W', 'E', 'B', 'P')) {
            return webp(reader);
        }
        if (reader.startsWith(0, 'B', 'M')) {
            return bmp(reader);
        }
        throw new Unreadable(MediaFailure.UNKNOWN_FORMAT, "it starts like no JPEG, PNG, WebP or BMP file");
    }

    /** ITU-T T.81, annex B: segments up to the first scan, then entropy-coded data and markers up to EOI. */
    private static PhotoHeader jpeg(Reader reader) throws Unreadable {
        PhotoHeader size = null;
        int at = 2;
        while (true) {
            if (reader.u8(at) != 0xff) {
                throw new Unreadable(MediaFailure.DAMAGED, "no JPEG marker at byte " + at);
            }
            int marker = reader.u8(at + 1);
            if (marker == 0xff) {
                at++;
                continue;
            }
            at += 2;
            if (marker == 0xd9) {
                break;
            }
            if (marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
                continue;
            }
            int length = (int) reader.bigEndian(at, 2);
            boolean frame = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
            if (frame && size == null) {
                size = new PhotoHeader("JPEG", reader.bigEndian(at + 5, 2), reader.bigEndian(at + 3, 2));
            }
            at += Math.max(2, length);
            if (marker == 0xda) {
                at = reader.endOfScan(at);
            }
        }
        if (size == null) {
            throw new Unreadable(MediaFailure.DAMAGED, "a JPEG without a frame");
        }
        return size;
    }

    /** PNG specification, third edition, 5.3: length, type, data, checksum, up to IEND. */
    private static PhotoHeader png(Reader reader) throws Unreadable {
        if (!reader.startsWith(12, 'I', 'H', 'D', 'R')) {
            throw new Unreadable(MediaFailure.DAMAGED, "a PNG that does not start with IHDR");
        }
        PhotoHeader size = new PhotoHeader("PNG", reader.bigEndian(16, 4), reader.bigEndian(20, 4));
        long at = 8;
        while (true) {
            long length = reader.bigEndian(at, 4);
            reader.u8(at + 12 + length - 1);
            if (reader.startsWith(at + 4, 'I', 'E', 'N', 'D')) {
                return size;
            }
            at += 12 + length;
        }
    }

    /** RFC 9649. */
    private static PhotoHeader webp(Reader reader) throws Unreadable {
        reader.u8(8 + reader.littleEndian(4, 4) - 1);
        String kind = reader.text(12, 4);
        return switch (kind) {
            case "VP8X" -> new PhotoHeader("WebP", 1 + reader.littleEndian(24, 3), 1 + reader.littleEndian(27, 3));
            case "VP8L" -> {
                long bits = reader.littleEndian(21, 4);
                yield new PhotoHeader("WebP", 1 + (bits & 0x3fff), 1 + ((bits >> 14) & 0x3fff));
            }
            case "VP8 " ->
                new PhotoHeader("WebP", reader.littleEndian(26, 2) & 0x3fff, reader.littleEndian(28, 2) & 0x3fff);
            default -> throw new Unreadable(MediaFailure.DAMAGED, "a WebP file whose first part is unknown");
        };
    }

    /** BITMAPFILEHEADER and BITMAPINFOHEADER; the older core header has 16-bit sizes. */
    private static PhotoHeader bmp(Reader reader) throws Unreadable {
        long header = reader.littleEndian(14, 4);
        if (header == 12) {
            return new PhotoHeader("BMP", reader.littleEndian(18, 2), reader.littleEndian(20, 2));
        }
        if (header < 40) {
            throw new Unreadable(MediaFailure.DAMAGED, "a BMP file with a header of " + header + " bytes");
        }
        long width = (int) reader.littleEndian(18, 4);
        // Negative: stored from the top.
        long height = Math.abs((long) (int) reader.littleEndian(22, 4));
        long bits = reader.littleEndian(28, 2);
        boolean packed = reader.littleEndian(30, 4) == 1 || reader.littleEndian(30, 4) == 2;
        if (width > 0 && height > 0 && !packed) {
            long row = (width * bits + 31) / 32 * 4;
            reader.u8(reader.littleEndian(10, 4) + row * height - 1);
        }
        return new PhotoHeader("BMP", width, height);
    }

    /** Reads numbers, and says that the file is cut off where they lie beyond its end. */
    private static final class Reader {
        private final byte[] bytes;

        Reader(byte[] bytes) {
            this.bytes = bytes;
        }

        int u8(long at) throws Unreadable {
            if (at < 0 || at >= bytes.length) {
                throw new Unreadable(
                        MediaFailure.TRUNCATED,
                        String.format(Locale.ROOT, "it ends after %d bytes; byte %d is missing", bytes.length, at));
            }
            return bytes[(int) at] & 0xff;
        }

        long bigEndian(long at, int count) throws Unreadable {
            long value = 0;
            for (int i = 0; i < count; i++) {
                value = (value << 8) | u8(at + i);
            }
            return value;
        }

        long littleEndian(long at, int count) throws Unreadable {
            long value = 0;
            for (int i = count - 1; i >= 0; i--) {
                value = (value << 8) | u8(at + i);
            }
            return value;
        }

        boolean startsWith(long at, int... expected) {
            for (int i = 0; i < expected.length; i++) {
                if (at + i >= bytes.length || (bytes[(int) (at + i)] & 0xff) != expected[i]) {
                    return false;
                }
            }
            return true;
        }

        String text(int at, int count) throws Unreadable {
            u8((long) at + count - 1);
            return new String(Arrays.copyOfRange(bytes, at, at + count), StandardCharsets.US_ASCII);
        }

        /** The next marker that is neither a stuffed zero nor a restart. */
        int endOfScan(int from) throws Unreadable {
            int at = from;
            while (true) {
                if (u8(at) == 0xff) {
                    int next = u8(at + 1L);
                    if (next != 0 && next != 0xff && !(next >= 0xd0 && next <= 0xd7)) {
                        return at;
                    }
                }
                at++;
            }
        }
    }
}
