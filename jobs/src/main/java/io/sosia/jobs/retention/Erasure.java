package io.sosia.jobs.retention;

/**
 * An erasure that is done.
 *
 * @param subject who it was; not kept once the receipt is handed over
 * @param receipt says so
 * @param opening the salt that opens the receipt's commitment, in hex; it is for whom the receipt is for, and not kept
 */
public record Erasure(ErasedSubject subject, SignedReceipt receipt, String opening) {}
