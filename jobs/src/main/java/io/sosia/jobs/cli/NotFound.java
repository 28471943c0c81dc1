package io.sosia.jobs.cli;

/**
 * An input that names nothing there is.
 *
 * @param what kind of thing
 * @param id as it was given
 */
record NotFound(String what, String id) {

    private static final Shape<NotFound> SHAPE = Shape.<NotFound>of("not_found")
            .field("what", "NOT FOUND", NotFound::what)
            .field("id", "ID", NotFound::id);

    /** Names the input in the results and gives the exit code for it. */
    static int report(Invocation invocation, String what, String id) {
        return report(invocation, what, id, "'sosia " + what + " list' shows all");
    }

    /** The same for what has no list: says where to look. */
    static int report(Invocation invocation, String what, String id, String hint) {
        invocation.results().list(SHAPE, java.util.List.of(new NotFound(what, id)));
        invocation.console().say("sosia: there is no " + what + " '" + id + "'; " + hint);
        return ExitCode.SOME_REFUSED.number();
    }
}
