package io.sosia.jobs.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Does the same on several threads at once, as a scan does, and says how long that took. */
final class SideBySide {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final ExecutorService pool;
    private final int threads;

    /** @param pool has at least {@code threads} threads; stays the caller's to close */
    SideBySide(ExecutorService pool, int threads) {
        this.pool = pool;
        this.threads = threads;
    }

    /** CPU time of the calling thread, nanoseconds. */
    static long cpuNanos() {
        return THREADS.getCurrentThreadCpuTime();
    }

    /**
     * Runs.
     *
     * @param work given the thread's number from 0; what it throws comes out as the cause of the exception
     */
    Took run(Work work) throws InterruptedException, ExecutionException {
        CyclicBarrier start = new CyclicBarrier(threads);
        List<Callable<Took>> tasks = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int number = i;
            tasks.add(() -> {
                start.await();
                long wall = System.nanoTime();
                long cpu = cpuNanos();
                work.run(number);
                return new Took(System.nanoTime() - wall, cpuNanos() - cpu);
            });
        }
        long wall = 0;
        long cpu = 0;
        for (Future<Took> task : pool.invokeAll(tasks)) {
            Took took = task.get();
            wall = Math.max(wall, took.wallNanos());
            cpu += took.cpuNanos();
        }
        return new Took(wall, cpu);
    }

    /** What a thread does. */
    @FunctionalInterface
    interface Work {
        /** Does it, as thread {@code number}. */
        void run(int number) throws Exception;
    }

    /**
     * How long it took.
     *
     * @param wallNanos of the slowest thread
     * @param cpuNanos of all threads together
     */
    record Took(long wallNanos, long cpuNanos) {}
}
