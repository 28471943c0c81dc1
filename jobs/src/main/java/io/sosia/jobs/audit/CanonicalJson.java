package io.sosia.jobs.audit;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * JSON in the one form of RFC 8785, of objects, lists, text and whole numbers: so that equal content has equal bytes. Our own,
 * since no more than these occur: numbers with fractions, which are what libraries for this are about, do not, and the one for
 * Java reads text again that Jackson has written, with a parser of its own.
 */
final class CanonicalJson {

    /** Beyond, a number in JSON is not exact everywhere (RFC 8785, appendix B; IEEE 754). */
    private static final long MOST = (1L << 53) - 1;

    private CanonicalJson() {}

    /**
     * The form, in UTF-8.
     *
     * @param value maps from text, lists, text, longs
     * @throws IllegalArgumentException if it holds anything else, or text that is not Unicode
     */
    static byte[] bytes(Map<String, ?> value) {
        StringBuilder json = new StringBuilder();
        write(value, json);
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void write(Object value, StringBuilder json) {
        switch (value) {
            case Map<?, ?> map -> {
                // Names are sorted by UTF-16 code units (section 3.2.3), which is how Java compares text.
                TreeMap<String, Object> sorted = new TreeMap<>();
                map.forEach((name, inside) -> sorted.put((String) name, inside));
                String separator = "";
                json.append('{');
                for (Map.Entry<String, Object> entry : sorted.entrySet()) {
                    json.append(separator);
                    write(entry.getKey(), json);
                    json.append(':');
                    write(entry.getValue(), json);
                    separator = ",";
                }
                json.append('}');
            }
            case List<?> list -> {
                String separator = "";
                json.append('[');
                for (Object inside : list) {
                    json.append(separator);
                    write(inside, json);
                    separator = ",";
                }
                json.append(']');
            }
            case String text -> write(text, json);
            case Long number -> {
                if (Math.abs(number) > MOST) {
                    throw new IllegalArgumentException("the number " + number + " is beyond " + MOST);
                }
                json.append(number.longValue());
            }
            default -> throw new IllegalArgumentException("no JSON of ours: " + value.getClass());
        }
    }

    /** Section 3.2.2.2. */
    private static void write(String text, StringBuilder json) {
        requireUnicode(text);
        json.append('"');
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\b' -> json.append("\\b");
                case '\t' -> json.append("\\t");
                case '\n' -> json.append("\\n");
                case '\f' -> json.append("\\f");
                case '\r' -> json.append("\\r");
                default -> {
                    if (c < ' ') {
                        json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }

    /** Refuses half characters, which UTF-8 cannot hold. @throws IllegalArgumentException if there is one */
    static void requireUnicode(String text) {
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (Character.isHighSurrogate(c)
                    && at + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(at + 1))) {
                at++;
            } else if (Character.isSurrogate(c)) {
                throw new IllegalArgumentException("text holds half a character at " + at);
            }
        }
    }
}
