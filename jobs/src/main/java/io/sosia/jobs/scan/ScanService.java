package io.sosia.jobs.scan;

import io.sosia.jobs.config.NotReadyException;

/** Runs scans. One scan at a time in one home; the caller closes it. */
public interface ScanService extends AutoCloseable {

    /**
     * Scans what is asked for and has not been scanned under the same conditions before, and returns when all is done
     * or {@code stop} was requested. Whatever was finished is kept: the same request again goes on from there.
     *
     * @param listener is told of progress, and at the end of every result in the order of the request; called by one
     *     thread at a time
     * @param stop ends the scan early and cleanly
     * @return also the last thing the listener was told
     * @throws NothingToScanException if no video is found; nothing was started
     * @throws NotReadyException if another scan is running on the same home, or its store cannot be used; nothing was
     *     started
     * @throws ScanStoppedException if it could not go on; what was finished is kept
     */
    ScanSummary scan(ScanRequest request, ScanListener listener, StopSignal stop)
            throws NothingToScanException, NotReadyException, ScanStoppedException;

    @Override
    void close();
}
