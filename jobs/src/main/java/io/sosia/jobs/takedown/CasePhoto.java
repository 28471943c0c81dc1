package io.sosia.jobs.takedown;

import io.sosia.models.digest.Sha256;

/** A photo of who is to be searched for, as it was sent. Immutable. */
public final class CasePhoto {

    private final String name;
    private final byte[] bytes;

    /**
     * A photo.
     *
     * @param name of the file, without its folder; others' text
     * @param bytes the file's; copied
     */
    public CasePhoto(String name, byte[] bytes) {
        this.name = name;
        this.bytes = bytes.clone();
    }

    /** The file's name, without its folder; others' text. */
    public String name() {
        return name;
    }

    /** Of the bytes, 64 hex digits. */
    public String sha256() {
        return Sha256.of(bytes);
    }

    /** A copy of the file's bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Whether these bytes begin as a JPEG, PNG, WebP or BMP file does, which is what photos are read from. */
    public static boolean beginsAsPicture(byte[] bytes) {
        return begins(bytes, 0, 0xff, 0xd8, 0xff)
                || begins(bytes, 0, 0x89, 'P', 'N', 'G')
                || (begins(bytes, 0, 'R', 'I', 'F', 'F') && begins(bytes, 8, 'W', 'E', 'B', 'P'))
                || begins(bytes, 0, 'B', 'M');
    }

    private static boolean begins(byte[] bytes, int at, int... start) {
        if (bytes.length < at + start.length) {
            return false;
        }
        for (int i = 0; i < start.length; i++) {
            if ((bytes[at + i] & 0xff) != start[i]) {
                return false;
            }
        }
        return true;
    }
}
