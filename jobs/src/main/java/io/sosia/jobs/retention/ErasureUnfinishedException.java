package io.sosia.jobs.retention;

/** Something of the erased may still lie on disk. The same erasure again goes on; the message says what keeps it. */
public final class ErasureUnfinishedException extends Exception {

    private static final long serialVersionUID = 1L;

    ErasureUnfinishedException(String message) {
        super(message);
    }
}
