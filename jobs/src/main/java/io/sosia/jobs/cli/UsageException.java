package io.sosia.jobs.cli;

/** Arguments that cannot be meant. The message says which, and what would be right. */
final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
