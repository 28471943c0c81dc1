package io.sosia.indexer.registry;

import java.time.LocalDate;
import java.util.Optional;

/**
 * A person's consent to be searched for.
 *
 * <p>What it records follows China's Measures for the Security Management of the Application of Facial Recognition Technology
 * (Order No. 19 of the Cyberspace Administration and the Ministry of Public Security, in force since 1 June 2025): consent is
 * given for a purpose that the person was told of; a separate one is needed where faces are to leave the device over a network;
 * for a child under fourteen a guardian gives it; and it can be taken back. Whoever is asked to be protected elsewhere is asked
 * no less.
 *
 * @param reference where the signed consent is kept, 1 to 200 characters
 * @param granted first day, UTC
 * @param until last day, UTC; empty means until it is withdrawn
 * @param purpose what for, in the words that the person agreed to, 1 to 500 characters; absent of consents that an earlier
 *     version recorded, and where nobody said
 * @param textVersion which version of the text was signed, 1 to 100 characters
 * @param networkStorage whether the person agreed separately to be stored in a database that machines share over a network
 * @param minor whether the person is a child by the law that holds for them
 * @param guardian where the guardian's signed consent is kept, 1 to 200 characters; a minor has one
 * @param withdrawn when and why it was taken back; then it holds no more
 */
public record Consent(
        String reference,
        LocalDate granted,
        Optional<LocalDate> until,
        Optional<String> purpose,
        Optional<String> textVersion,
        boolean networkStorage,
        boolean minor,
        Optional<String> guardian,
        Optional<Withdrawal> withdrawn) {

    /** Characters of a reference, at most. */
    public static final int MOST_REFERENCE = 200;

    static final int MOST_PURPOSE = 500;
    static final int MOST_VERSION = 100;

    /**
     * @throws IllegalArgumentException if a text is blank or too long, it ends before it starts, or a minor has no guardian's
     *     consent
     */
    public Consent {
        requireText("a consent's reference", reference, MOST_REFERENCE);
        purpose.ifPresent(text -> requireText("a consent's purpose", text, MOST_PURPOSE));
        textVersion.ifPresent(text -> requireText("the version of a consent's text", text, MOST_VERSION));
        guardian.ifPresent(text -> requireText("a guardian's consent", text, MOST_REFERENCE));
        if (until.isPresent() && until.get().isBefore(granted)) {
            throw new IllegalArgumentException("consent until " + until.get() + " ends before it starts, " + granted);
        }
        if (minor && guardian.isEmpty()) {
            throw new IllegalArgumentException("a minor needs a guardian's consent");
        }
    }

    /** An adult's, of whom no more is known; without network storage. */
    public Consent(String reference, LocalDate granted, Optional<LocalDate> until) {
        this(
                reference,
                granted,
                until,
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                Optional.empty(),
                Optional.empty());
    }

    static void requireText(String what, String text, int most) {
        if (text.isBlank() || text.length() > most) {
            throw new IllegalArgumentException(what + " has 1 to " + most + " characters");
        }
    }

    /** Whether it holds on that day; one that was withdrawn holds on none. */
    public boolean holdsOn(LocalDate day) {
        return withdrawn.isEmpty()
                && !day.isBefore(granted)
                && until.map(last -> !day.isAfter(last)).orElse(true);
    }

    /** The same, with or without consent to be stored over a network. */
    public Consent withNetworkStorage(boolean given) {
        return new Consent(reference, granted, until, purpose, textVersion, given, minor, guardian, withdrawn);
    }

    /** The same with another last day. @throws IllegalArgumentException if it ends before it starts */
    public Consent endingOn(LocalDate last) {
        return new Consent(
                reference,
                granted,
                Optional.of(last),
                purpose,
                textVersion,
                networkStorage,
                minor,
                guardian,
                withdrawn);
    }

    /** The same, taken back. */
    public Consent withdrawn(Withdrawal withdrawal) {
        return new Consent(
                reference,
                granted,
                until,
                purpose,
                textVersion,
                networkStorage,
                minor,
                guardian,
                Optional.of(withdrawal));
    }
}
