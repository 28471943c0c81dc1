package io.sosia.jobs.evaluate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Pairs in the format of Labeled Faces in the Wild: a first line with the number of folds and the number of pairs of
 * each kind in a fold, then for each fold first the pairs of one person ({@code name n1 n2}) and then those of two
 * ({@code name1 n1 name2 n2}), separated by tabs. Picture 3 of a person is {@code name/name_0003.jpg}.
 */
public final class PairsFile {

    private PairsFile() {}

    /**
     * Reads pairs.
     *
     * @param images the folder that holds a folder for each person
     * @throws LabelsException if a line does not keep to the format; the message has its number
     * @throws IOException if the file cannot be read
     */
    public static List<LabelledPair> read(Path file, Path images) throws IOException, LabelsException {
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        String[] head = lines.isEmpty() ? new String[0] : lines.getFirst().split("\t", -1);
        if (head.length != 2) {
            throw new LabelsException(file, 1, "is not '<folds> <pairs in each>' with a tab between");
        }
        int folds = number(file, 1, head[0]);
        int each = number(file, 1, head[1]);
        List<LabelledPair> pairs = new ArrayList<>();
        int at = 1;
        for (int fold = 0; fold < folds; fold++) {
            for (int i = 0; i < 2 * each; i++, at++) {
                if (at >= lines.size()) {
                    throw new LabelsException(
                            file, at, "is missing: " + folds + " folds of " + 2 * each + " announced");
                }
                pairs.add(pair(file, at + 1, lines.get(at), fold, i < each, images));
            }
        }
        return pairs;
    }

    private static LabelledPair pair(Path file, int line, String text, int fold, boolean same, Path images)
            throws LabelsException {
        String[] parts = text.strip().split("\t", -1);
        if (parts.length != (same ? 3 : 4)) {
            throw new LabelsException(file, line, "has " + parts.length + " parts, not " + (same ? 3 : 4));
        }
        String other = same ? parts[0] : parts[2];
        if (!same && other.equals(parts[0])) {
            throw new LabelsException(file, line, "holds one person twice where two belong");
        }
        return new LabelledPair(
                fold,
                parts[0],
                image(images, parts[0], number(file, line, parts[1])),
                other,
                image(images, other, number(file, line, parts[same ? 2 : 3])));
    }

    private static Path image(Path images, String name, int number) {
        return images.resolve(name).resolve(String.format(Locale.ROOT, "%s_%04d.jpg", name, number));
    }

    private static int number(Path file, int line, String text) throws LabelsException {
        try {
            int number = Integer.parseInt(text);
            if (number >= 1) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new LabelsException(file, line, "holds '" + text + "' where a number belongs");
        }
        throw new LabelsException(file, line, "holds " + text + " where a number above 0 belongs");
    }

    /**
     * A pair to compare.
     *
     * @param fold from 0
     * @param firstPerson on the first picture
     * @param secondPerson on the second; equal to {@code firstPerson} where both show one person
     */
    public record LabelledPair(int fold, String firstPerson, Path first, String secondPerson, Path second) {

        /** Whether they show one person. */
        public boolean same() {
            return firstPerson.equals(secondPerson);
        }
    }
}
