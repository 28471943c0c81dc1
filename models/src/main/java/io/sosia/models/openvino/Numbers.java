package io.sosia.models.openvino;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Whole numbers as the format writes them: decimal digits of no locale, lists with commas between. */
final class Numbers {

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,10}");

    private Numbers() {}

    /**
     * One number, 0 to 2,147,483,647.
     *
     * @param what names it in a refusal
     */
    static int parse(String what, String text) throws NetworkRefusedException {
        String digits = text.strip();
        if (DIGITS.matcher(digits).matches()) {
            long value = Long.parseLong(digits);
            if (value <= Integer.MAX_VALUE) {
                return (int) value;
            }
        }
        throw new NetworkRefusedException(what + " is '" + (digits.length() <= 40 ? digits : digits.substring(0, 40))
                + "'; whole numbers from 0 to " + Integer.MAX_VALUE + " are read");
    }

    /**
     * A list, empty for empty text.
     *
     * @param what names it in a refusal
     * @param most numbers that are read
     */
    static List<Integer> parseList(String what, String text, int most) throws NetworkRefusedException {
        if (text.isBlank()) {
            return List.of();
        }
        String[] parts = text.split(",", most + 1);
        if (parts.length > most) {
            throw new NetworkRefusedException(what + " has more than " + most + " numbers, the most that are read");
        }
        List<Integer> numbers = new ArrayList<>();
        for (String part : parts) {
            numbers.add(parse(what, part));
        }
        return numbers;
    }
}
