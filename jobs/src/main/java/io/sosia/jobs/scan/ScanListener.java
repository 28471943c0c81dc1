package io.sosia.jobs.scan;

/** Follows a scan. Called by one thread at a time; what it throws ends the scan as a defect. */
public interface ScanListener {

    /**
     * The inputs are known and work begins.
     *
     * @param videos inputs in all
     * @param resumed whether an earlier run of the same request is being continued
     */
    default void started(int videos, boolean resumed) {}

    /** Something was done, or a second went by. */
    default void progress(ScanProgress progress) {}

    /**
     * A result, once all inputs are done. In the order of the request comes what was found in an input, then what could
     * not be looked at in it, then what was looked at; the summary comes last.
     */
    void result(ResultLine line);
}
