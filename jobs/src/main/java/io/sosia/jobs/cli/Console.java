package io.sosia.jobs.cli;

import java.io.PrintStream;
import java.util.Map;

/**
 * Where a command prints. Results go to {@code out} and nothing else does; progress and explanations go to {@code err}.
 * Both streams encode UTF-8 whatever the locale, and both may be used from several threads.
 *
 * @param out results
 * @param err progress, log lines, explanations
 * @param outIsTerminal whether a person reads {@code out}
 * @param errIsTerminal whether a person watches {@code err}
 * @param colour whether escape sequences for colours may be printed
 */
record Console(PrintStream out, PrintStream err, boolean outIsTerminal, boolean errIsTerminal, boolean colour) {

    /**
     * A console that follows <a href="https://no-color.org">NO_COLOR</a> and {@code TERM=dumb}.
     *
     * @param variables the environment
     */
    static Console of(
            PrintStream out,
            PrintStream err,
            boolean outIsTerminal,
            boolean errIsTerminal,
            Map<String, String> variables) {
        boolean unwanted = !variables.getOrDefault("NO_COLOR", "").isEmpty()
                || variables.getOrDefault("TERM", "").equals("dumb");
        return new Console(out, err, outIsTerminal, errIsTerminal, outIsTerminal && errIsTerminal && !unwanted);
    }

    /** Tells the person at the terminal something; the text may hold anything. */
    void say(String text) {
        err.println(TerminalText.lines(text));
        err.flush();
    }
}
