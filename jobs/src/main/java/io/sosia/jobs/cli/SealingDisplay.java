package io.sosia.jobs.cli;

import io.sosia.indexer.registry.SealingProgress;
import org.jspecify.annotations.Nullable;

/** Shows how far the sealing of an earlier version's register is; shows nothing where there is nothing to seal. Serves one thread. */
final class SealingDisplay implements SealingProgress, AutoCloseable {

    private final Invocation invocation;
    private @Nullable ProgressDisplay display;
    private long people;

    SealingDisplay(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void sealed(long done, long all) {
        ProgressDisplay shown = display;
        if (shown == null) {
            shown = ProgressDisplay.on(invocation.console(), invocation.clock(), "sealing registered people");
            display = shown;
        }
        shown.at(done, all, "");
        people = done;
    }

    @Override
    public void close() {
        if (display != null) {
            display.close();
            invocation
                    .console()
                    .say("sosia: the register of an earlier version has been sealed: names, consents and templates of "
                            + people + (people == 1 ? " person" : " people"));
        }
    }
}
