package io.sosia.jobs.cli;

import picocli.CommandLine.Command;

/** {@code takedown}: what individuals ask for. */
@Command(
        name = "takedown",
        description = "Takes individuals' requests from receipt to answer.",
        footer = {
            "%nA case's life: open, complete (where something is missing), run, review (a person decides on",
            "each finding), answer, and close; counter reopens it where an uploader objects. Deadlines come",
            "from deadlines.json in the home; without it, 48 hours."
        })
final class TakedownCommand {}
