package io.sosia.jobs.review;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;

/** Tells whether two reviewers' names are one, so that nobody is their own second by another spelling. */
final class ReviewerName {

    private ReviewerName() {}

    /** Without case, width, spaces around or doubled, and characters that do not show. */
    static String plain(String name) {
        StringBuilder shown = new StringBuilder(name.length());
        Normalizer.normalize(name, Normalizer.Form.NFKC)
                .codePoints()
                .filter(point -> Character.getType(point) != Character.FORMAT)
                .forEach(point -> shown.appendCodePoint(Character.isISOControl(point) ? ' ' : point));
        return shown.toString().strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    }

    static boolean same(String one, String other) {
        return plain(one).equals(plain(other));
    }

    static boolean isAmong(String name, Set<String> names) {
        return names.stream().anyMatch(other -> same(name, other));
    }
}
