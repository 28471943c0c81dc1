package io.sosia.indexer.sighting;

/** Knows which cases are open. Implemented by whoever keeps the cases. Thread-safe. */
@FunctionalInterface
public interface OpenCases {

    /** Whether there is a case of that number and it is open now. */
    boolean isOpen(String number);
}
