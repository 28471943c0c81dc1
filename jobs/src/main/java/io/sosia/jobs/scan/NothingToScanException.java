package io.sosia.jobs.scan;

/** No video was found where one was to be scanned; the message says where (exit 2). */
public final class NothingToScanException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Says where nothing was found. */
    public NothingToScanException(String message) {
        super(message);
    }
}
