package io.sosia.indexer.sighting;

import io.sosia.indexer.seal.DataKey;
import io.sosia.indexer.seal.SealBrokenException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Which sealed parts a day has to have, so that a missing file is noticed. Sealed as a record of the day's key: byte 1; int32
 * number of parts, of each: int32 its number, int64 looks, int64 sightings.
 *
 * @param parts ascending
 */
record DayState(List<PartCount> parts) {

    private static final byte VERSION = 1;

    /** A sealed part. */
    record PartCount(int part, long looks, long sightings) {}

    DayState {
        parts = List.copyOf(parts);
    }

    static DayState empty() {
        return new DayState(List.of());
    }

    /** With one part more, or counted anew. */
    DayState with(PartCount count) {
        List<PartCount> more = new ArrayList<>(parts);
        more.removeIf(known -> known.part == count.part);
        more.add(count);
        more.sort(java.util.Comparator.comparingInt(PartCount::part));
        return new DayState(more);
    }

    byte[] sealed(DataKey key, String context) {
        ByteBuffer buffer =
                ByteBuffer.allocate(1 + 4 + 20 * parts.size()).put(VERSION).putInt(parts.size());
        for (PartCount count : parts) {
            buffer.putInt(count.part).putLong(count.looks).putLong(count.sightings);
        }
        return key.seal(buffer.array(), context);
    }

    static DayState open(byte[] sealed, DataKey key, String context) throws SealBrokenException {
        ByteBuffer buffer = ByteBuffer.wrap(key.open(sealed, context));
        if (buffer.get() != VERSION) {
            throw new IllegalStateException("a day's state of another version");
        }
        int count = buffer.getInt();
        List<PartCount> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parts.add(new PartCount(buffer.getInt(), buffer.getLong(), buffer.getLong()));
        }
        return new DayState(parts);
    }
}
