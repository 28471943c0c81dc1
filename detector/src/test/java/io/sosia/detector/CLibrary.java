package io.sosia.detector;

import static org.junit.jupiter.api.Assumptions.abort;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Optional;

/**
 * Asks glibc (2.33 or later) what is allocated from it. Java's heap is not, so that its growth is not taken for a leak,
 * as it is in the process's resident memory.
 */
public final class CLibrary {

    /** The fields of {@code struct mallinfo2}, each a {@code size_t}, in their order: malloc.h. */
    private static final StructLayout MALLINFO2 = MemoryLayout.structLayout(Arrays.stream(new String[] {
                "arena",
                "ordblks",
                "smblks",
                "hblks",
                "hblkhd",
                "usmblks",
                "fsmblks",
                "uordblks",
                "fordblks",
                "keepcost"
            })
            .map(ValueLayout.JAVA_LONG::withName)
            .toArray(MemoryLayout[]::new));

    private final MethodHandle mallinfo2;

    private CLibrary(MethodHandle mallinfo2) {
        this.mallinfo2 = mallinfo2;
    }

    /** The library of this machine; where it does not tell, the test is skipped. */
    @SuppressWarnings("restricted") // a function of the C library, by the signature that its header gives
    public static CLibrary orSkip() {
        Linker linker = Linker.nativeLinker();
        Optional<MemorySegment> function = linker.defaultLookup().find("mallinfo2");
        if (function.isEmpty()) {
            return abort("the C library of this machine does not tell what is allocated (mallinfo2)");
        }
        return new CLibrary(linker.downcallHandle(function.get(), FunctionDescriptor.of(MALLINFO2)));
    }

    /** Bytes in use, in all arenas and in blocks that were mapped by themselves. */
    public long allocatedBytes() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = (MemorySegment) mallinfo2.invokeExact((SegmentAllocator) arena);
            return field(info, "uordblks") + field(info, "hblkhd");
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("mallinfo2 throws nothing", e);
        }
    }

    private static long field(MemorySegment info, String name) {
        return info.get(ValueLayout.JAVA_LONG, MALLINFO2.byteOffset(MemoryLayout.PathElement.groupElement(name)));
    }
}
