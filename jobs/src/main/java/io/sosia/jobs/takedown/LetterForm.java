package io.sosia.jobs.takedown;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import io.sosia.jobs.page.PageTemplate;
import io.sosia.jobs.takedown.LetterBlock.Kind;
import io.sosia.jobs.takedown.LetterBlock.Piece;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jline.utils.WCWidth;

/** Makes a page and a text of a letter's template, so that both say the same. */
final class LetterForm {

    /** Columns of the text: as e-mail has it, so that quoting does not break lines. */
    private static final int COLUMNS = 72;

    /** What no line of Chinese begins with. */
    private static final String CLOSING = "，。；：、！？）》」』”’…";

    private LetterForm() {}

    /** A letter in both forms. */
    record Forms(String html, String plain) {}

    /**
     * Fills a template.
     *
     * @param name of the template, without {@code .mustache}
     * @param language as BCP 47 has it
     */
    static Forms fill(String name, String language, Object view) {
        List<LetterBlock> blocks = LetterBlock.parse(template(name).execute(view));
        return new Forms(page(blocks, language), plain(blocks));
    }

    private static Template template(String name) {
        try (Reader in = new InputStreamReader(
                Objects.requireNonNull(
                        LetterForm.class.getResourceAsStream(name + ".mustache"),
                        "the letter's template is part of the program"),
                StandardCharsets.UTF_8)) {
            return Mustache.compiler()
                    .withEscaper(LetterBlock::marked)
                    .strictSections(true)
                    .compile(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record PageView(String language, String title, List<BlockView> blocks) {}

    private record BlockView(
            boolean title, boolean head, boolean heading, boolean list, boolean paragraph, List<LineView> lines) {}

    private record LineView(List<Piece> pieces) {}

    private static String page(List<LetterBlock> blocks, String language) {
        String title = blocks.stream()
                .filter(block -> block.kind() == Kind.TITLE)
                .map(block -> text(block.lines().getFirst()))
                .findFirst()
                .orElse("");
        List<BlockView> views = blocks.stream()
                .map(block -> new BlockView(
                        block.kind() == Kind.TITLE,
                        block.kind() == Kind.HEAD,
                        block.kind() == Kind.HEADING,
                        block.kind() == Kind.LIST,
                        block.kind() == Kind.PARAGRAPH,
                        block.lines().stream().map(LineView::new).toList()))
                .toList();
        try {
            return PageTemplate.read(LetterForm.class, "letter-page").execute(new PageView(language, title, views));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(List<Piece> line) {
        return line.stream().map(Piece::text).collect(Collectors.joining());
    }

    private static String plain(List<LetterBlock> blocks) {
        StringBuilder text = new StringBuilder();
        Kind before = Kind.TITLE;
        for (LetterBlock block : blocks) {
            if (!text.isEmpty() && !(block.kind() == Kind.HEAD && before == Kind.HEAD) && before != Kind.HEADING) {
                text.append('\n');
            }
            for (List<Piece> line : block.lines()) {
                String entry = text(line);
                switch (block.kind()) {
                    case TITLE -> {
                        List<String> wrapped = wrapped(entry, COLUMNS);
                        wrapped.forEach(part -> text.append(part).append('\n'));
                        text.append("=".repeat(Math.max(1, Math.min(COLUMNS, width(wrapped.getLast())))))
                                .append('\n');
                    }
                    case HEADING -> {
                        text.append(entry).append('\n');
                        text.append("-".repeat(Math.max(1, Math.min(COLUMNS, width(entry)))))
                                .append('\n');
                    }
                    case HEAD, PARAGRAPH ->
                        wrapped(entry, COLUMNS)
                                .forEach(part -> text.append(part).append('\n'));
                    case LIST -> {
                        String mark = "  - ";
                        for (String part : wrapped(entry, COLUMNS - mark.length())) {
                            text.append(mark).append(part).append('\n');
                            mark = "    ";
                        }
                    }
                }
            }
            before = block.kind();
        }
        return text.toString();
    }

    /** Lines of at most so many columns; what has no place to break is broken anywhere. */
    static List<String> wrapped(String text, int columns) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        int breakAt = -1;
        int used = 0;
        int i = 0;
        while (i < text.length()) {
            int point = text.codePointAt(i);
            int step = Character.charCount(point);
            int width = Math.max(0, WCWidth.wcwidth(point));
            if (used + width > columns && i > start) {
                int end = breakAt > start ? breakAt : i;
                lines.add(text.substring(start, end).stripTrailing());
                start = end;
                while (start < text.length() && text.charAt(start) == ' ') {
                    start++;
                }
                i = start;
                used = 0;
                breakAt = -1;
                continue;
            }
            used += width;
            i += step;
            boolean closingNext = i < text.length() && CLOSING.indexOf(text.charAt(i)) >= 0;
            if (point == ' ' || (width == 2 && !closingNext)) {
                breakAt = i;
            }
        }
        if (start < text.length()) {
            lines.add(text.substring(start).stripTrailing());
        }
        return lines;
    }

    private static int width(String text) {
        return text.codePoints()
                .map(point -> Math.max(0, WCWidth.wcwidth(point)))
                .sum();
    }
}
