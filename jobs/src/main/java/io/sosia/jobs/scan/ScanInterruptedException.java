package io.sosia.jobs.scan;

/** Unwinds from the middle of a video when the scan was asked to end. */
final class ScanInterruptedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ScanInterruptedException() {
        super("the scan was asked to end");
    }
}
