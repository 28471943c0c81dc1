package io.sosia.detector.pipeline;

import io.sosia.detector.media.MediaTime;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** Adds up what scans spend on each stage. Thread-safe: one may serve all workers. */
public final class StageTimes implements ScanListener {

    private final LongSupplier clock;
    private final Map<ScanStage, LongAdder> nanos = new EnumMap<>(ScanStage.class);
    private final LongAdder frames = new LongAdder();
    private final LongAdder faces = new LongAdder();

    /** @param clock nanoseconds from any origin, never falling on one thread */
    public StageTimes(LongSupplier clock) {
        this.clock = clock;
        for (ScanStage stage : ScanStage.values()) {
            nanos.put(stage, new LongAdder());
        }
    }

    @Override
    public long ticks() {
        return clock.getAsLong();
    }

    @Override
    public void spent(ScanStage stage, long spent) {
        LongAdder sum = nanos.get(stage);
        if (sum != null) {
            sum.add(spent);
        }
    }

    @Override
    public void looked(MediaTime time, int found) {
        frames.increment();
        faces.add(found);
    }

    /** Nanoseconds for each stage, in the stages' order. */
    public Map<ScanStage, Long> nanos() {
        Map<ScanStage, Long> sums = new EnumMap<>(ScanStage.class);
        nanos.forEach((stage, sum) -> sums.put(stage, sum.sum()));
        return sums;
    }

    /** Sampled frames looked at. */
    public long frames() {
        return frames.sum();
    }

    /** Faces found in them. */
    public long faces() {
        return faces.sum();
    }
}
