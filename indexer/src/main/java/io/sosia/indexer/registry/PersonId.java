package io.sosia.indexer.registry;

import java.util.regex.Pattern;

/**
 * The operator's reference for a person. It is printed, stored and used in file names, so it holds no other characters
 * than letters, digits, dot, hyphen and underscore.
 *
 * @param value 1 to 64 characters, starting with a letter or digit
 */
public record PersonId(String value) implements Comparable<PersonId> {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /** @throws IllegalArgumentException if the form is not kept */
    public PersonId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "a person's id is 1 to 64 letters, digits, dots, hyphens or underscores, starting with a letter or digit");
        }
    }

    @Override
    public int compareTo(PersonId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
