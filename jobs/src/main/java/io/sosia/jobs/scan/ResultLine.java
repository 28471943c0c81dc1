package io.sosia.jobs.scan;

/** A line of a scan's results; {@link JsonLines} prints it with its {@link #type()}. */
public sealed interface ResultLine permits Finding, KnownRejected, NotScanned, VideoLooked, ScanSummary {

    /** The value of {@code "type"}. */
    String type();
}
