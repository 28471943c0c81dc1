package io.sosia.jobs.cli;

import io.sosia.indexer.registry.Consent;
import io.sosia.indexer.registry.Person;
import io.sosia.indexer.registry.Withdrawal;
import java.time.LocalDate;
import java.util.Optional;

/**
 * A consent as it is stated on the command line, where nobody says when it was granted. What is not stated stays as it is
 * registered under the same reference, all but the last day: that is stated or there is none.
 *
 * @param reference where it is kept
 * @param until its last day, if it has one
 * @param purpose what for, if stated
 * @param textVersion which text was signed, if stated
 * @param networkStorage whether it extends to a shared database, if stated
 * @param minor whether the person is a child, if stated; otherwise whoever is registered as one stays one
 * @param guardian where the guardian's consent is kept, if stated
 * @param today from which it counts where it is new
 */
record ConsentGiven(
        String reference,
        Optional<LocalDate> until,
        Optional<String> purpose,
        Optional<String> textVersion,
        Optional<Boolean> networkStorage,
        Optional<Boolean> minor,
        Optional<String> guardian,
        LocalDate today) {

    private static final int MOST_REFERENCE = 200;
    private static final int MOST_PURPOSE = 500;
    private static final int MOST_VERSION = 100;

    /** @throws UsageException if it cannot be one, or has ended already */
    ConsentGiven {
        Enrolment.requirePlain("--consent", reference);
        purpose.ifPresent(text -> Enrolment.requirePlain("--purpose", text, MOST_PURPOSE));
        textVersion.ifPresent(text -> Enrolment.requirePlain("--consent-text", text, MOST_VERSION));
        guardian.ifPresent(text -> Enrolment.requirePlain("--guardian", text, MOST_REFERENCE));
        if (until.isPresent() && until.get().isBefore(today)) {
            throw new UsageException("--consent-until " + until.get() + " is before today, " + today
                    + ": that consent has ended; 'sosia person withdraw' is for somebody who withdrew it, and"
                    + " 'sosia person erase' removes them");
        }
    }

    /** With a reference and a last day alone. */
    ConsentGiven(String reference, Optional<LocalDate> until, LocalDate today) {
        this(
                reference,
                until,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                today);
    }

    /**
     * What is registered: the same consent stays granted since the day on which it was first registered.
     *
     * @param shared whether the register is shared over a network
     * @throws UsageException if the person withdrew this very consent, a minor has no guardian's, or it does not extend to
     *     where it is stored; the message says what to do
     */
    Consent after(Optional<Person> before, boolean shared) {
        Optional<Consent> same = before.map(Person::consent)
                .filter(earlier -> earlier.reference().equals(reference));
        Optional<Withdrawal> withdrawn = same.flatMap(Consent::withdrawn);
        if (withdrawn.isPresent()) {
            throw new UsageException("the consent '" + reference + "' was withdrawn at "
                    + withdrawn.get().at() + "; a new one needs a reference of its own (--consent)");
        }
        LocalDate granted = same.map(Consent::granted)
                .filter(first -> first.isBefore(today))
                .orElse(today);
        boolean child = minor.orElseGet(
                () -> before.map(known -> known.consent().minor()).orElse(false));
        Optional<String> guardians = guardian.or(() -> same.flatMap(Consent::guardian));
        if (child && guardians.isEmpty()) {
            throw new UsageException(
                    "a minor is registered with a guardian's consent only: --guardian REF says where it is"
                            + " kept, in addition to the minor's own (--consent)");
        }
        boolean overNetwork =
                networkStorage.orElseGet(() -> same.map(Consent::networkStorage).orElse(false));
        if (shared && !overNetwork) {
            throw new UsageException("this register is shared over a network, for which people give a separate consent:"
                    + " --network-storage yes says that they have; whoever has not can be registered in a home of its own"
                    + " (without a database in sosia.json or SOSIA_DB_URL)");
        }
        return new Consent(
                reference,
                granted,
                until,
                purpose.or(() -> same.flatMap(Consent::purpose)),
                textVersion.or(() -> same.flatMap(Consent::textVersion)),
                overNetwork,
                child,
                guardians,
                Optional.empty());
    }
}
