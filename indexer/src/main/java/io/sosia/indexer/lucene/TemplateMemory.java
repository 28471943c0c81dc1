package io.sosia.indexer.lucene;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.lucene.codecs.lucene95.HasIndexSlice;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.MemorySegmentAccessInput;

/**
 * Vectors of one length, one after another in one block of native memory: little-endian float32, 4 bytes a dimension, nothing
 * between them. Off the heap, so that a million of them (half a gigabyte) neither ask for a larger heap nor stand in a heap
 * dump; and in the form that Lucene's kernels score in place, as if it were a mapped file.
 *
 * <p>One thread fills it; then it never changes, and any number read it. Who opened it closes it; who reads meanwhile holds it
 * by {@link #acquire}. When the last lets go it is overwritten and freed.
 */
final class TemplateMemory implements AutoCloseable {

    /** A cache line, which is also the widest vector register. */
    private static final long ALIGNMENT = 64;

    private static final ValueLayout.OfFloat VALUE =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(java.nio.ByteOrder.LITTLE_ENDIAN);

    private final Arena arena = Arena.ofShared();
    private final AtomicInteger holders = new AtomicInteger(1);
    private final int dimensions;
    private final int capacity;
    private final MemorySegment memory;
    private int size;
    private boolean closed;

    /**
     * Takes the memory.
     *
     * @param capacity how many vectors it has room for, 0 or more
     */
    TemplateMemory(int dimensions, int capacity) {
        this.dimensions = dimensions;
        this.capacity = capacity;
        this.memory = arena.allocate(Math.max(ALIGNMENT, capacity * bytesEach()), ALIGNMENT);
    }

    private long bytesEach() {
        return (long) Float.BYTES * dimensions;
    }

    /**
     * Appends a vector.
     *
     * @throws IllegalStateException if it is full
     */
    void add(float[] vector) {
        if (size == capacity) {
            throw new IllegalStateException("there is room for " + capacity + " vectors");
        }
        MemorySegment.copy(vector, 0, memory, VALUE, size * bytesEach(), dimensions);
        size++;
    }

    /** How many it holds. */
    int size() {
        return size;
    }

    /** Bytes of native memory taken. */
    long bytes() {
        return memory.byteSize();
    }

    /** A copy of a vector. */
    float[] vector(int place) {
        float[] vector = new float[dimensions];
        read(place, vector);
        return vector;
    }

    private void read(int place, float[] vector) {
        MemorySegment.copy(memory, VALUE, place * bytesEach(), vector, 0, dimensions);
    }

    /** The vectors as Lucene scores them; serves one thread. */
    FloatVectorValues values() {
        return new Values();
    }

    /**
     * Keeps it from being freed until {@link #release}.
     *
     * @return false if it is freed already
     */
    boolean acquire() {
        while (true) {
            int now = holders.get();
            if (now == 0) {
                return false;
            }
            if (holders.compareAndSet(now, now + 1)) {
                return true;
            }
        }
    }

    /** Ends an {@link #acquire}. */
    void release() {
        if (holders.decrementAndGet() == 0) {
            memory.fill((byte) 0);
            arena.close();
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            release();
        }
    }

    /** Each vector under its place. */
    private final class Values extends FloatVectorValues implements HasIndexSlice {

        private final float[] scratch = new float[dimensions];

        @Override
        public float[] vectorValue(int place) {
            read(place, scratch);
            return scratch;
        }

        @Override
        public FloatVectorValues copy() {
            return new Values();
        }

        @Override
        public int dimension() {
            return dimensions;
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public DocIndexIterator iterator() {
            return createDenseIterator();
        }

        @Override
        public IndexInput getSlice() {
            return new Input(memory.asSlice(0, size * bytesEach()));
        }
    }

    /** Memory as Lucene's kernels ask for it, which take it by {@link #segmentSliceOrNull} and read nothing else. */
    private static final class Input extends IndexInput implements MemorySegmentAccessInput {

        private final MemorySegment memory;
        private long position;

        Input(MemorySegment memory) {
            super("templates in memory");
            this.memory = memory;
        }

        @Override
        public MemorySegment segmentSliceOrNull(long from, long length) {
            return memory.asSlice(from, length);
        }

        @Override
        public Input clone() {
            Input other = new Input(memory);
            other.position = position;
            return other;
        }

        @Override
        public IndexInput slice(String description, long from, long length) {
            return new Input(memory.asSlice(from, length));
        }

        @Override
        public long length() {
            return memory.byteSize();
        }

        @Override
        public long getFilePointer() {
            return position;
        }

        @Override
        public void seek(long to) throws IOException {
            if (to < 0 || to > length()) {
                throw new EOFException("position " + to + " is not in 0.." + length());
            }
            position = to;
        }

        @Override
        public byte readByte() throws IOException {
            if (position >= length()) {
                throw new EOFException("all " + length() + " bytes are read");
            }
            return memory.get(ValueLayout.JAVA_BYTE, position++);
        }

        @Override
        public void readBytes(byte[] bytes, int from, int length) throws IOException {
            if (length > length() - position) {
                throw new EOFException(length + " bytes at " + position + " reach beyond " + length());
            }
            MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, position, bytes, from, length);
            position += length;
        }

        @Override
        public byte readByte(long at) {
            return memory.get(ValueLayout.JAVA_BYTE, at);
        }

        @Override
        public short readShort(long at) {
            return memory.get(ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(java.nio.ByteOrder.LITTLE_ENDIAN), at);
        }

        @Override
        public int readInt(long at) {
            return memory.get(ValueLayout.JAVA_INT_UNALIGNED.withOrder(java.nio.ByteOrder.LITTLE_ENDIAN), at);
        }

        @Override
        public long readLong(long at) {
            return memory.get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(java.nio.ByteOrder.LITTLE_ENDIAN), at);
        }

        @Override
        public void close() {
            // The memory is its owner's.
        }
    }
}
