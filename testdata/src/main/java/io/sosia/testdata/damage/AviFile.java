package io.sosia.testdata.damage;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes an AVI by hand, with whatever size its header is to claim. The layout is RIFF's: {@code RIFF('AVI '
 * LIST('hdrl' avih LIST('strl' strh strf)) LIST('movi' 00dc…))}, little-endian, chunks padded to even lengths
 * (Microsoft, "AVI RIFF File Reference").
 */
final class AviFile {

    private AviFile() {}

    /**
     * One video stream of one frame, shown for a second.
     *
     * @param codec four characters
     * @param width as claimed in both headers
     * @param height as claimed in both headers
     * @param frame the only frame's bytes
     */
    static byte[] of(String codec, int width, int height, byte[] frame) {
        byte[] main = little(56)
                .putInt(1_000_000) // microseconds a frame
                .putInt(0)
                .putInt(0)
                .putInt(0x10) // AVIF_HASINDEX
                .putInt(1) // frames
                .putInt(0)
                .putInt(1) // streams
                .putInt(frame.length)
                .putInt(width)
                .putInt(height)
                .array();
        byte[] stream = little(56)
                .put(ascii("vids"))
                .put(ascii(codec))
                .putInt(0)
                .putInt(0)
                .putInt(0)
                .putInt(1) // scale
                .putInt(1) // rate
                .putInt(0)
                .putInt(1) // length
                .putInt(frame.length)
                .array();
        byte[] format = little(40)
                .putInt(40)
                .putInt(width)
                .putInt(height)
                .putShort((short) 1)
                .putShort((short) 24)
                .put(ascii(codec))
                .array();
        byte[] streamList = list("strl", chunk("strh", stream), chunk("strf", format));
        byte[] headerList = list("hdrl", chunk("avih", main), streamList);
        byte[] movie = list("movi", chunk("00dc", frame));
        byte[] index = chunk(
                "idx1",
                little(16)
                        .put(ascii("00dc"))
                        .putInt(0x10) // key frame
                        .putInt(4)
                        .putInt(frame.length)
                        .array());
        return chunk("RIFF", join(ascii("AVI "), headerList, movie, index));
    }

    private static byte[] list(String type, byte[]... parts) {
        return chunk("LIST", join(ascii(type), join(parts)));
    }

    private static byte[] chunk(String id, byte[] content) {
        byte[] chunk = new byte[8 + content.length + content.length % 2];
        ByteBuffer.wrap(chunk)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(ascii(id))
                .putInt(content.length)
                .put(content);
        return chunk;
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
