package io.sosia.indexer.sighting;

import java.util.Arrays;
import java.util.Objects;

/** A small JPEG of a track's face. Immutable; its text form shows no byte of it. */
public final class SmallPicture {

    /** Larger ones are no small pictures. */
    public static final int MOST_BYTES = 1 << 20;

    /** What it shows. */
    public enum Kind {
        /** The face alone, upright and cut as the recogniser that looks closer wants it. */
        CLOSE_UP,
        /** The face and what is around it; every other face is blurred. */
        SURROUNDINGS
    }

    private final Kind kind;
    private final byte[] jpeg;

    /**
     * A picture.
     *
     * @param jpeg copied; 1 to {@link #MOST_BYTES} bytes
     */
    public SmallPicture(Kind kind, byte[] jpeg) {
        if (jpeg.length < 1 || jpeg.length > MOST_BYTES) {
            throw new IllegalArgumentException("a picture of " + jpeg.length + " bytes is not in 1.." + MOST_BYTES);
        }
        this.kind = kind;
        this.jpeg = jpeg.clone();
    }

    /** What it shows. */
    public Kind kind() {
        return kind;
    }

    /** A copy of the file. */
    public byte[] jpeg() {
        return jpeg.clone();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof SmallPicture other && kind == other.kind && Arrays.equals(jpeg, other.jpeg);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, Arrays.hashCode(jpeg));
    }

    @Override
    public String toString() {
        return "SmallPicture[" + kind + ", " + jpeg.length + " bytes]";
    }
}
