package io.sosia.jobs.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * How far something is, on standard error: a bar on a terminal, now and then a line elsewhere. Thread-safe; the caller
 * closes it.
 */
sealed interface ProgressDisplay extends AutoCloseable {

    /**
     * Shows how far it is.
     *
     * @param done of {@code total}
     * @param total may change; 0 where unknown
     * @param remark short, for example a speed
     */
    void at(long done, long total, String remark);

    @Override
    void close();

    /** A display of the kind that suits the console. */
    static ProgressDisplay on(Console console, InstantSource clock, String task) {
        return console.errIsTerminal() ? new Bar(console, task) : new Lines(console, clock, task);
    }

    /** For a person who watches. */
    final class Bar implements ProgressDisplay {

        /** One column less than a terminal has at least, so that no line wraps. */
        private static final int COLUMNS = 99;

        private final ProgressBar bar;

        private Bar(Console console, String task) {
            bar = new ProgressBarBuilder()
                    .setTaskName(task)
                    .setInitialMax(0)
                    .setStyle(console.colour() ? ProgressBarStyle.UNICODE_BLOCK : ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(250)
                    .hideEta()
                    .setConsumer(new ConsoleProgressBarConsumer(console.err(), COLUMNS))
                    .build();
        }

        @Override
        public void at(long done, long total, String remark) {
            bar.maxHint(total);
            bar.stepTo(done);
            bar.setExtraMessage(TerminalText.line(remark));
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    /** For a log. */
    final class Lines implements ProgressDisplay {

        private static final Duration EVERY = Duration.ofSeconds(30);

        private final Console console;
        private final InstantSource clock;
        private final String task;
        private Instant next;
        private boolean begun;
        private String unsaid = "";

        private Lines(Console console, InstantSource clock, String task) {
            this.console = console;
            this.clock = clock;
            this.task = task;
            this.next = clock.instant().plus(EVERY);
        }

        @Override
        public synchronized void at(long done, long total, String remark) {
            unsaid = task + ": " + done + (total > 0 ? " of " + total : "") + (remark.isEmpty() ? "" : ", " + remark);
            Instant now = clock.instant();
            if (!now.isBefore(next)) {
                next = now.plus(EVERY);
                begun = true;
                say();
            }
        }

        private void say() {
            if (!unsaid.isEmpty()) {
                console.say(unsaid);
                unsaid = "";
            }
        }

        /** Says how far it came, where anything was said before: a log that ends in between reads as if it had stopped. */
        @Override
        public synchronized void close() {
            if (begun) {
                say();
            }
        }
    }
}
