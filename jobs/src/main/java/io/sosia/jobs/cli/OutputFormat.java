package io.sosia.jobs.cli;

/** Whom results are for. */
enum OutputFormat {
    /** Aligned columns for people. */
    table,
    /** JSON Lines for programs: an object a line, each with {@code "type"}. */
    json
}
