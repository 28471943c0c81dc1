package io.sosia.jobs.scan;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Asks a scan to end early. Thread-safe. */
public final class StopSignal implements AutoCloseable {

    private final AtomicBoolean requested = new AtomicBoolean();
    private final CountDownLatch finished = new CountDownLatch(1);
    private @Nullable Thread hook;

    private StopSignal() {}

    /** A signal that only {@link #request} raises. */
    public static StopSignal manual() {
        return new StopSignal();
    }

    /**
     * A signal that Ctrl-C and SIGTERM raise. The virtual machine then waits until the caller closes the signal, which
     * it does once its results are printed.
     *
     * @param patience how long the virtual machine waits at most
     */
    public static StopSignal onShutdown(Duration patience) {
        StopSignal signal = new StopSignal();
        Thread hook = Thread.ofPlatform().name("sosia-stop").unstarted(() -> {
            signal.request();
            try {
                if (!signal.finished.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                    // Beyond its patience the process ends as a kill would end it: the store survives that too.
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        signal.hook = hook;
        Runtime.getRuntime().addShutdownHook(hook);
        return signal;
    }

    /** Asks the scan to end. */
    public void request() {
        requested.set(true);
    }

    /** Whether it was asked to end. */
    public boolean requested() {
        return requested.get();
    }

    /** Lets a waiting shutdown go on. */
    @Override
    public void close() {
        finished.countDown();
        if (hook != null && !requested.get()) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The shutdown has begun; the hook has nothing left to wait for.
                requested.set(true);
            }
        }
    }
}
