package io.sosia.jobs.cli;

import java.util.Collection;

/** Prints results on standard output, in the format that was asked for. Serves one thread at a time. */
sealed interface Results permits JsonResults, TableResults {

    /** Prints several results of one kind: a line each, or a table. */
    <T> void list(Shape<T> shape, Collection<T> results);

    /** Prints a single result: a line, or its fields one below the other. */
    <T> void single(Shape<T> shape, T result);
}
