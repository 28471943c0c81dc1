package io.sosia.jobs.cli;

/** How a command ended, as scripts see it. The numbers are part of the command line's contract. */
public enum ExitCode {
    /** All done. */
    DONE(0),
    /** Done, but not all of it: what could not be processed, or why it stopped half-way, is named. */
    SOME_REFUSED(1),
    /** Wrong usage; nothing was started. */
    USAGE(2),
    /** The installation is not ready; nothing was started, nothing was changed. */
    NOT_READY(3),
    /** A defect of ours (the number is {@code EX_SOFTWARE} of BSD's sysexits). */
    DEFECT(70);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /** The process's exit status. */
    public int number() {
        return number;
    }
}
