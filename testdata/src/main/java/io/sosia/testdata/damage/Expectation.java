package io.sosia.testdata.damage;

/** What a scan owes a file. It never crashes, never hangs, and never passes silence for "found nothing". */
public enum Expectation {
    /** The pictures are whole: the file is scanned like any other, whatever its name. */
    SCANNED("scanned"),
    /**
     * Some pictures can be had, or some are doubtful, or a header lies about a whole stream: a scan reports what it
     * saw or names the file with a reason; both are right.
     */
    PARTIAL("partial"),
    /** There is no picture to be had: the file is named with a reason. */
    NOT_SCANNED("not_scanned");

    private final String text;

    Expectation(String text) {
        this.text = text;
    }

    /** As it stands in {@code damage.jsonl}. */
    public String text() {
        return text;
    }
}
