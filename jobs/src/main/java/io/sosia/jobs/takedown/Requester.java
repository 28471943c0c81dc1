package io.sosia.jobs.takedown;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Who asks, and what they said. At rest it is sealed with the case's key. All of it is others' text.
 *
 * @param role as what
 * @param name 1 to {@value #MOST_NAME} characters
 * @param contact where answers go, 1 to {@value #MOST_NAME} characters
 * @param identityChecked how it was made sure that they are who they say, 1 to {@value #MOST_NAME} characters
 * @param checkedBy who of the platform did, 1 to {@value #MOST_NAME} characters
 * @param statement what they say, 1 to {@value #MOST_STATEMENT} characters
 */
public record Requester(
        RequesterRole role,
        Optional<String> name,
        Optional<String> contact,
        Optional<String> identityChecked,
        Optional<String> checkedBy,
        Optional<String> statement) {

    /** Longest name, contact or note, in characters. */
    public static final int MOST_NAME = 200;

    /** Longest statement, in characters: some ten printed pages. */
    public static final int MOST_STATEMENT = 20_000;

    /** @throws IllegalArgumentException if a text is blank or too long; the message names the limit and the length */
    public Requester {
        require("the requester's name", name, MOST_NAME);
        require("the contact", contact, MOST_NAME);
        require("how identity was checked", identityChecked, MOST_NAME);
        require("who checked it", checkedBy, MOST_NAME);
        require("the statement", statement, MOST_STATEMENT);
    }

    private static void require(String what, Optional<String> text, int most) {
        text.ifPresent(given -> requireText(what, given, most));
    }

    /** @throws IllegalArgumentException if it is blank or longer; the message names the limit and the length */
    static void requireText(String what, String text, int most) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(what + " is blank");
        }
        if (text.length() > most) {
            throw new IllegalArgumentException(
                    what + " has " + text.length() + " characters, and " + most + " is the most");
        }
        requireWhole(what, text);
    }

    /** @throws IllegalArgumentException if it holds what no database and no log can keep */
    static void requireWhole(String what, String text) {
        if (!isWhole(text)) {
            throw new IllegalArgumentException(what + " holds a NUL or half a character");
        }
    }

    /** Whether every database and log can keep it. */
    static boolean isWhole(String text) {
        return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}
