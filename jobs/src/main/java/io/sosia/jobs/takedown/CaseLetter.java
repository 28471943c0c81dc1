package io.sosia.jobs.takedown;

import java.time.Instant;
import java.util.Locale;

/**
 * An answer as it was given.
 *
 * @param round that it answers
 * @param recipient who got it
 * @param account whose account, of an uploader; empty for the requester
 * @param language {@code zh} or {@code en}
 * @param given when; it is the letter's date
 * @param html as a page
 * @param plain as text
 */
public record CaseLetter(
        int round, Recipient recipient, String account, Language language, Instant given, String html, String plain) {

    /** In which an answer is written. */
    public enum Language {
        ZH,
        EN;

        /** As BCP 47 has it. */
        public String tag() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether this goes to the same reader in the same round and language. */
    boolean replaces(CaseLetter other) {
        return round == other.round
                && recipient == other.recipient
                && account.equals(other.account)
                && language == other.language;
    }
}
