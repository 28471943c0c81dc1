package io.sosia.jobs.takedown;

import io.sosia.jobs.page.OthersText;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a letter: what a template's lines say, before they become a page or a text. A template's line is a title
 * ({@code # }), a line of the head ({@code > }), a heading ({@code ## }), an entry of a list ({@code - }) or a paragraph.
 * Values never end a line, so that none can begin a part.
 *
 * @param kind what it is
 * @param lines one, or the entries of a list
 */
record LetterBlock(Kind kind, List<List<Piece>> lines) {

    /** Stands before and after a value, while a template is filled; of the private use area, and in no value. */
    private static final char BEGIN = '\uE000';

    private static final char END = '\uE001';

    enum Kind {
        TITLE,
        HEAD,
        HEADING,
        LIST,
        PARAGRAPH
    }

    /**
     * A piece of a line.
     *
     * @param value whether others may have written it, so that its direction of writing must not spill over
     */
    record Piece(boolean value, String text) {}

    LetterBlock {
        lines = lines.stream().map(List::copyOf).toList();
    }

    /** A value as it is put into a template: one line, nothing that steers, and marked. */
    static String marked(String value) {
        return BEGIN + OthersText.clean(value).replace(BEGIN, '\uFFFD').replace(END, '\uFFFD') + END;
    }

    /** A filled template's parts. */
    static List<LetterBlock> parse(String filled) {
        List<LetterBlock> blocks = new ArrayList<>();
        for (String raw : filled.split("\n", -1)) {
            String line = raw.strip();
            if (line.isEmpty()) {
                continue;
            }
            Kind kind = Kind.PARAGRAPH;
            int skip = 0;
            if (line.startsWith("# ")) {
                kind = Kind.TITLE;
                skip = 2;
            } else if (line.startsWith("## ")) {
                kind = Kind.HEADING;
                skip = 3;
            } else if (line.startsWith("> ")) {
                kind = Kind.HEAD;
                skip = 2;
            } else if (line.startsWith("- ")) {
                kind = Kind.LIST;
                skip = 2;
            }
            List<Piece> pieces = pieces(line.substring(skip));
            if (kind == Kind.LIST && !blocks.isEmpty() && blocks.getLast().kind() == Kind.LIST) {
                List<List<Piece>> entries = new ArrayList<>(blocks.removeLast().lines());
                entries.add(pieces);
                blocks.add(new LetterBlock(Kind.LIST, entries));
            } else {
                blocks.add(new LetterBlock(kind, List.of(pieces)));
            }
        }
        return blocks;
    }

    private static List<Piece> pieces(String line) {
        List<Piece> pieces = new ArrayList<>();
        int from = 0;
        while (from < line.length()) {
            int begin = line.indexOf(BEGIN, from);
            if (begin < 0) {
                pieces.add(new Piece(false, line.substring(from)));
                break;
            }
            if (begin > from) {
                pieces.add(new Piece(false, line.substring(from, begin)));
            }
            int end = line.indexOf(END, begin);
            if (end > begin + 1) {
                pieces.add(new Piece(true, line.substring(begin + 1, end)));
            }
            from = end + 1;
        }
        return pieces;
    }
}
