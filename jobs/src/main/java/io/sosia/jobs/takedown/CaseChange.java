package io.sosia.jobs.takedown;

/** What came of a step. */
public sealed interface CaseChange {

    /** It was taken, durably. */
    record Done(TakedownCase current) implements CaseChange {}

    /**
     * It does not fit the case as it stands; nothing was changed.
     *
     * @param why what is in the way and what to do, for a person
     */
    record Refused(String number, String why) implements CaseChange {}

    /** There is no such case. */
    record Unknown(String number) implements CaseChange {}
}
