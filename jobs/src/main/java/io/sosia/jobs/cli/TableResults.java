package io.sosia.jobs.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Aligned columns, numbers to the right. Cells hold no control characters, whatever the results do. */
final class TableResults implements Results {

    private static final String GAP = "  ";

    private final PrintStream out;
    private final boolean colour;

    TableResults(PrintStream out, boolean colour) {
        this.out = out;
        this.colour = colour;
    }

    @Override
    public <T> void list(Shape<T> shape, Collection<T> results) {
        if (results.isEmpty()) {
            return;
        }
        List<Shape.Field<T>> columns =
                shape.fields().stream().filter(f -> f.heading().isPresent()).toList();
        List<List<String>> rows = new ArrayList<>();
        boolean[] numeric = new boolean[columns.size()];
        Arrays.fill(numeric, true);
        for (T result : results) {
            List<String> row = new ArrayList<>();
            for (int c = 0; c < columns.size(); c++) {
                Object value = columns.get(c).value().apply(result);
                numeric[c] &= isNumber(value);
                row.add(cell(columns.get(c), result, value));
            }
            rows.add(row);
        }
        int[] widths = new int[columns.size()];
        for (int c = 0; c < columns.size(); c++) {
            widths[c] = TerminalText.width(columns.get(c).heading().orElseThrow());
            for (List<String> row : rows) {
                widths[c] = Math.max(widths[c], TerminalText.width(row.get(c)));
            }
        }
        List<String> headings =
                columns.stream().map(f -> f.heading().orElseThrow()).toList();
        String heading = line(headings, widths, numeric);
        out.println(colour ? "\u001b[1m" + heading + "\u001b[0m" : heading);
        for (List<String> row : rows) {
            out.println(line(row, widths, numeric));
        }
        out.flush();
    }

    @Override
    public <T> void single(Shape<T> shape, T result) {
        List<Shape.Field<T>> lines =
                shape.fields().stream().filter(f -> f.heading().isPresent()).toList();
        int width = lines.stream()
                .mapToInt(f -> TerminalText.width(f.heading().orElseThrow()))
                .max()
                .orElse(0);
        for (Shape.Field<T> field : lines) {
            String text = cell(field, result, field.value().apply(result));
            if (!text.isEmpty()) {
                out.println(padded(field.heading().orElseThrow(), width, false) + GAP + text);
            }
        }
        out.flush();
    }

    private static String line(List<String> cells, int[] widths, boolean[] numeric) {
        StringBuilder line = new StringBuilder();
        for (int c = 0; c < cells.size(); c++) {
            line.append(c == 0 ? "" : GAP).append(padded(cells.get(c), widths[c], numeric[c]));
        }
        return line.toString().stripTrailing();
    }

    private static boolean isNumber(Object value) {
        return value instanceof Number
                || (value instanceof Optional<?> optional
                        && optional.map(TableResults::isNumber).orElse(true));
    }

    private static String padded(String text, int width, boolean right) {
        String blanks = " ".repeat(Math.max(0, width - TerminalText.width(text)));
        return right ? blanks + text : text + blanks;
    }

    private static <T> String cell(Shape.Field<T> field, T result, Object value) {
        return TerminalText.line(field.text().map(text -> text.apply(result)).orElseGet(() -> text(value)));
    }

    private static String text(Object value) {
        return switch (value) {
            case Optional<?> optional -> optional.map(TableResults::text).orElse("");
            case Boolean b -> b ? "yes" : "";
            case Double d -> String.format(Locale.ROOT, "%.4f", d);
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(e -> e.getKey() + ": " + text(e.getValue()))
                        .collect(Collectors.joining(", "));
            case Collection<?> list -> list.stream().map(TableResults::text).collect(Collectors.joining(", "));
            default -> value.toString();
        };
    }
}
