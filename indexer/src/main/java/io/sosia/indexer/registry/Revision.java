package io.sosia.indexer.registry;

import java.util.regex.Pattern;

/**
 * A state of the register that an index can remember it was derived from.
 *
 * @param version rises with every change, 0 or more
 * @param stamp random for every change, 36 characters: two registers that went different ways since a backup differ
 *     in it even where their versions agree
 */
public record Revision(long version, String stamp) {

    private static final Pattern STAMP = Pattern.compile("[0-9a-f-]{36}");

    /** @throws IllegalArgumentException if the version is negative or the stamp malformed */
    public Revision {
        if (version < 0) {
            throw new IllegalArgumentException("version: " + version + " is negative");
        }
        if (!STAMP.matcher(stamp).matches()) {
            throw new IllegalArgumentException("stamp: not 36 hex digits and hyphens");
        }
    }
}
