package io.sosia.indexer.seal;

/** Sealed bytes are not what was sealed here under this key and context: changed, moved, or another key's. */
public final class SealBrokenException extends Exception {

    private static final long serialVersionUID = 1L;

    SealBrokenException(String message) {
        super(message);
    }

    SealBrokenException(String message, Throwable cause) {
        super(message, cause);
    }
}
