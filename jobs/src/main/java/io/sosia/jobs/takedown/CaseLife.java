package io.sosia.jobs.takedown;

/**
 * Which step leads from which state to which. A step that does not fit is refused with what to do instead.
 *
 * <pre>
 * INCOMPLETE ─ completed → OPEN ─ searched → SEARCHED ─ decided → DECIDED ─ answered → ANSWERED ─ closed → CLOSED
 *                                               ↑                                         │ countered        │
 *                                               └──────────── searched ──── REOPENED ←────┴──────────────────┘
 * </pre>
 *
 * A search may be repeated until the answer is given. A request may be withdrawn in every state. A counter-notice reopens a
 * closed case for as long as its key lives; whoever keeps the cases sees to that.
 */
final class CaseLife {

    private static final String SEARCH = "search first: takedown run CASE";

    private static final String NOTHING_MISSING = "nothing is missing; what somebody sends later is a case of its own";

    private CaseLife() {}

    /** Where a step leads. */
    sealed interface Next {

        /** To this state, which may be the one it was in. */
        record To(CaseState state) implements Next {}

        /**
         * Nowhere.
         *
         * @param why what is in the way and what to do, for a person; holds nothing that others wrote
         */
        record Refused(String why) implements Next {}
    }

    /** Where {@code step} leads from {@code from}. */
    static Next next(CaseState from, CaseStep step) {
        return switch (step) {
            case CaseStep.Completed completed -> completed(from, completed);
            case CaseStep.PhotosAdded added -> photosAdded(from, added);
            case CaseStep.Searched searched -> searched(from);
            case CaseStep.Decided decided -> decided(from);
            case CaseStep.Reviewed reviewed -> reviewed(from);
            case CaseStep.Answered answered -> answered(from, answered.recipient());
            case CaseStep.Countered countered -> countered(from);
            case CaseStep.Closed closed -> closed(from, closed.withdrawn());
        };
    }

    /** Whether somebody may be searched for in that state. */
    static boolean searchable(CaseState state) {
        return switch (next(state, new CaseStep.Searched())) {
            case Next.To to -> true;
            case Next.Refused refused -> false;
        };
    }

    private static Next completed(CaseState from, CaseStep.Completed step) {
        return switch (from) {
            case INCOMPLETE -> to(step.nothingMissing() ? CaseState.OPEN : CaseState.INCOMPLETE);
            case OPEN, SEARCHED, DECIDED, ANSWERED, REOPENED, CLOSED -> refused(NOTHING_MISSING);
        };
    }

    private static Next photosAdded(CaseState from, CaseStep.PhotosAdded step) {
        return switch (from) {
            case INCOMPLETE -> to(CaseState.INCOMPLETE);
            case OPEN -> step.noneWasUsable() ? to(CaseState.OPEN) : refused(NOTHING_MISSING);
            case SEARCHED, DECIDED, ANSWERED, REOPENED, CLOSED -> refused(NOTHING_MISSING);
        };
    }

    private static Next searched(CaseState from) {
        return switch (from) {
            case OPEN, SEARCHED, DECIDED, REOPENED -> to(CaseState.SEARCHED);
            case INCOMPLETE ->
                refused("it is incomplete; takedown show CASE says what is missing, takedown complete adds it");
            case ANSWERED ->
                refused("it is answered; a counter-notice reopens it, and a new request is a case of its own");
            case CLOSED -> refused("it is closed, and nobody is searched for through it any more");
        };
    }

    private static Next decided(CaseState from) {
        return switch (from) {
            case SEARCHED, DECIDED, REOPENED -> to(CaseState.DECIDED);
            case INCOMPLETE, OPEN -> refused(SEARCH);
            case ANSWERED, CLOSED -> refused("it is answered");
        };
    }

    private static Next reviewed(CaseState from) {
        return switch (from) {
            case SEARCHED, DECIDED, REOPENED -> to(from);
            case INCOMPLETE, OPEN -> refused(SEARCH);
            case ANSWERED ->
                refused("it is answered, and the letters say what was decided; an uploader's objection has it decided"
                        + " anew: takedown counter CASE");
            case CLOSED ->
                refused("it is closed; an uploader's objection to what was answered reopens it: takedown counter CASE,"
                        + " and a new request is a case of its own");
        };
    }

    private static Next answered(CaseState from, Recipient recipient) {
        return switch (from) {
            case DECIDED ->
                switch (recipient) {
                    case REQUESTER -> to(CaseState.ANSWERED);
                    case UPLOADER -> to(CaseState.DECIDED);
                };
            case ANSWERED -> to(CaseState.ANSWERED);
            case INCOMPLETE -> refused("it is incomplete; takedown show CASE says what is missing");
            case OPEN -> refused(SEARCH);
            case SEARCHED, REOPENED ->
                refused("not every finding has been decided; takedown show CASE lists them, review decides");
            case CLOSED -> refused("it is closed");
        };
    }

    private static Next countered(CaseState from) {
        return switch (from) {
            case ANSWERED, CLOSED -> to(CaseState.REOPENED);
            case INCOMPLETE, OPEN, SEARCHED, DECIDED ->
                refused("nothing has been answered that could be objected to: takedown answer CASE --to requester");
            case REOPENED -> refused("an objection is being looked at; answer that first");
        };
    }

    private static Next closed(CaseState from, boolean withdrawn) {
        return switch (from) {
            case ANSWERED -> to(CaseState.CLOSED);
            case INCOMPLETE, OPEN, SEARCHED, DECIDED, REOPENED ->
                withdrawn
                        ? to(CaseState.CLOSED)
                        : refused("it has not been answered: takedown answer CASE --to requester; where the requester"
                                + " took the request back, takedown close CASE --withdrawn");
            case CLOSED -> refused("it is closed already");
        };
    }

    private static Next to(CaseState state) {
        return new Next.To(state);
    }

    private static Next refused(String why) {
        return new Next.Refused(why);
    }
}
