package io.sosia.testdata.damage;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Pictures of a few bytes that claim 100,000×100,000 pixels: 30 GB for who believes them. */
final class HugeClaims {

    /** The claimed side, pixels. */
    static final int SIDE = 100_000;

    private static final byte[] START_CODE = {0, 0, 0, 1};

    private HugeClaims() {}

    /** A PNG whose header claims the size, with no pixel in it (W3C, "Portable Network Graphics", 11.2). */
    static byte[] png() {
        ByteBuffer header = ByteBuffer.allocate(13)
                .putInt(SIDE)
                .putInt(SIDE)
                .put((byte) 8) // bits a channel
                .put((byte) 2) // RGB
                .put(new byte[3]);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
        chunk(png, "IHDR", header.array());
        // An empty deflate stream.
        chunk(png, "IDAT", new byte[] {0x78, (byte) 0x9C, 3, 0, 0, 0, 0, 1});
        chunk(png, "IEND", new byte[0]);
        return png.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream png, String type, byte[] content) {
        byte[] typed = ByteBuffer.allocate(4 + content.length)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(content)
                .array();
        CRC32 checksum = new CRC32();
        checksum.update(typed);
        png.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
        png.writeBytes(typed);
        png.writeBytes(ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
    }

    /**
     * H.264 in Annex B form: a sequence parameter set that claims the size in macroblocks of 16 pixels, a picture
     * parameter set, and the header of an IDR slice without macroblocks (ITU-T H.264, 7.3.2.1, 7.3.2.2, 7.3.3).
     */
    static byte[] h264() {
        Bits sequence = new Bits()
                .fixed(66, 8) // profile_idc: Baseline
                .fixed(0, 8)
                .fixed(62, 8) // level_idc 6.2, the highest
                .unsigned(0) // seq_parameter_set_id
                .unsigned(0) // log2_max_frame_num_minus4
                .unsigned(2) // pic_order_cnt_type
                .unsigned(1) // max_num_ref_frames
                .fixed(0, 1)
                .unsigned(SIDE / 16 - 1) // pic_width_in_mbs_minus1
                .unsigned(SIDE / 16 - 1) // pic_height_in_map_units_minus1
                .fixed(1, 1) // frame_mbs_only_flag
                .fixed(1, 1) // direct_8x8_inference_flag
                .fixed(0, 1) // frame_cropping_flag
                .fixed(0, 1); // vui_parameters_present_flag
        Bits picture = new Bits()
                .unsigned(0)
                .unsigned(0)
                .fixed(0, 2)
                .unsigned(0) // num_slice_groups_minus1
                .unsigned(0)
                .unsigned(0)
                .fixed(0, 3)
                .signedZero()
                .signedZero()
                .signedZero()
                .fixed(0, 3);
        Bits slice = new Bits()
                .unsigned(0) // first_mb_in_slice
                .unsigned(7) // slice_type: I
                .unsigned(0)
                .fixed(0, 4) // frame_num
                .unsigned(0) // idr_pic_id
                .fixed(0, 2)
                .signedZero();
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        unit(stream, 0x67, sequence);
        unit(stream, 0x68, picture);
        unit(stream, 0x65, slice);
        return stream.toByteArray();
    }

    private static void unit(ByteArrayOutputStream stream, int header, Bits bits) {
        stream.writeBytes(START_CODE);
        stream.write(header);
        int zeros = 0;
        for (byte b : bits.finished()) {
            // Two zero bytes before a small one would look like a start code (7.4.1, emulation prevention).
            if (zeros >= 2 && (b & 255) <= 3) {
                stream.write(3);
                zeros = 0;
            }
            stream.write(b);
            zeros = b == 0 ? zeros + 1 : 0;
        }
    }

    /** Writes bits, highest first, and Exp-Golomb codes (H.264, 9.1). */
    private static final class Bits {

        private final StringBuilder bits = new StringBuilder();

        Bits fixed(int value, int length) {
            for (int i = length - 1; i >= 0; i--) {
                bits.append((value >> i & 1) == 1 ? '1' : '0');
            }
            return this;
        }

        Bits unsigned(int value) {
            int length = 32 - Integer.numberOfLeadingZeros(value + 1);
            return fixed(0, length - 1).fixed(value + 1, length);
        }

        Bits signedZero() {
            return unsigned(0);
        }

        byte[] finished() {
            fixed(1, 1);
            while (bits.length() % 8 != 0) {
                bits.append('0');
            }
            byte[] bytes = new byte[bits.length() / 8];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) Integer.parseInt(bits.substring(8 * i, 8 * i + 8), 2);
            }
            return bytes;
        }
    }
}
