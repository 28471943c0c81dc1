package io.sosia.indexer.sighting;

/**
 * Proof that somebody may search: an open case. Whoever keeps the cases issues it; that nobody else does is held by an
 * architecture test. It is asked anew at every search, so that one which was kept is worth nothing once its case is closed.
 * Thread-safe.
 */
public final class CaseReference {

    private final OpenCases cases;
    private final String number;

    private CaseReference(OpenCases cases, String number) {
        this.cases = cases;
        this.number = number;
    }

    /**
     * A reference to a case.
     *
     * @param cases where it is kept
     * @param number of the case
     * @throws CaseNotOpenException if it is not open
     */
    public static CaseReference issuedBy(OpenCases cases, String number) {
        CaseReference reference = new CaseReference(cases, number);
        reference.requireOpen();
        return reference;
    }

    /** The case's number. */
    public String number() {
        return number;
    }

    /** Asked by every archive before it reads anything. @throws CaseNotOpenException if the case is not open now */
    public void requireOpen() {
        if (!cases.isOpen(number)) {
            throw new CaseNotOpenException(number);
        }
    }

    @Override
    public String toString() {
        return "CaseReference[" + number + "]";
    }
}
