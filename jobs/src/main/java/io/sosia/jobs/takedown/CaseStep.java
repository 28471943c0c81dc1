package io.sosia.jobs.takedown;

/** What happens to a case. */
public sealed interface CaseStep {

    /** What was lacking was added. */
    record Completed(boolean nothingMissing) implements CaseStep {}

    /**
     * Further photos came.
     *
     * @param noneWasUsable whether a search has looked at those that there were and could not begin by them
     */
    record PhotosAdded(boolean noneWasUsable) implements CaseStep {}

    /** A search has ended, and its findings are stored. */
    record Searched() implements CaseStep {}

    /** The last finding of the round got its outcome. */
    record Decided() implements CaseStep {}

    /** A person decides on a finding. */
    record Reviewed() implements CaseStep {}

    /** An answer was given. */
    record Answered(Recipient recipient) implements CaseStep {}

    /** An uploader objected. */
    record Countered() implements CaseStep {}

    /**
     * It ends.
     *
     * @param withdrawn whether the requester took the request back
     */
    record Closed(boolean withdrawn) implements CaseStep {}
}
