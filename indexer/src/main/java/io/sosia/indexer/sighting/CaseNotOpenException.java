package io.sosia.indexer.sighting;

/** Nobody is searched without an open case. */
public final class CaseNotOpenException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    CaseNotOpenException(String number) {
        super("the case " + number + " is not open, and sightings are searched through an open case only");
    }
}
