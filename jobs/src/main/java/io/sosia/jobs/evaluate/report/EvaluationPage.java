package io.sosia.jobs.evaluate.report;

import io.sosia.jobs.config.Home;
import io.sosia.jobs.evaluate.report.Drawing.ChartView;
import io.sosia.jobs.evaluate.report.Measurement.Fact;
import io.sosia.jobs.page.OthersText;
import io.sosia.jobs.page.PageTemplate;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * A page about a measurement: one file, {@code index.html}, that needs neither network nor script. No person is named on
 * it and no face shown, so that it can be handed on.
 */
public final class EvaluationPage {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final PageView page;

    EvaluationPage(PageView page) {
        this.page = page;
    }

    /** Begins a page. */
    static PageView view(
            Measurement measurement,
            String kind,
            String headline,
            List<Tile> tiles,
            List<String> notices,
            List<TableView> tables,
            List<ChartSection> charts,
            List<String> explanations) {
        return new PageView(
                kind,
                headline,
                OthersText.clean(measurement.dataSet()),
                TIME.format(measurement.when()),
                tiles,
                notices,
                tables,
                charts,
                measurement.facts().stream()
                        .map(fact -> new Fact(fact.label(), OthersText.clean(fact.value())))
                        .toList(),
                explanations);
    }

    /**
     * Writes the page; one that is there is replaced.
     *
     * @param folder created where it is not there
     * @return the file, absolute
     */
    public Path write(Path folder) throws IOException {
        Path file = folder.toAbsolutePath().normalize().resolve("index.html");
        Home.createFolder(file.resolveSibling(""));
        Path fresh = file.resolveSibling("index.html.new");
        Files.deleteIfExists(fresh);
        Home.createFile(fresh);
        try (BufferedWriter out = Files.newBufferedWriter(fresh)) {
            PageTemplate.read(EvaluationPage.class, "evaluation").execute(page, out);
        }
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        return file;
    }

    // What the template names. Every value is text that is ready to be read, and escaped when it is written.

    record PageView(
            String kind,
            String headline,
            String dataSet,
            String when,
            List<Tile> tiles,
            List<String> notices,
            List<TableView> tables,
            List<ChartSection> charts,
            List<Fact> facts,
            List<String> explanations) {}

    /** A figure to see first. */
    record Tile(String value, String label, String remark) {}

    /**
     * Figures in rows.
     *
     * @param note one line below the title
     */
    record TableView(String title, String note, List<String> heads, List<RowView> rows) {}

    /**
     * A row.
     *
     * @param section whether it is but the title of the rows below it
     * @param columns how many columns the table has
     */
    record RowView(boolean section, int columns, String head, List<CellView> cells) {

        static RowView of(String head, List<CellView> cells) {
            return new RowView(false, cells.size() + 1, head, cells);
        }

        static RowView section(String head, int columns) {
            return new RowView(true, columns, head, List.of());
        }
    }

    /**
     * A figure.
     *
     * @param value what counts
     * @param remarks its interval, its counts: a line each
     */
    record CellView(String value, List<String> remarks) {

        static CellView of(String value, String... remarks) {
            return new CellView(value, List.of(remarks));
        }
    }

    /**
     * One chart in one or more forms to choose from.
     *
     * @param id for the page alone: lower-case letters
     */
    record ChartSection(
            String id, String title, String note, boolean choice, List<FormView> forms, List<LegendView> legend) {

        static ChartSection of(String id, String title, String note, List<FormView> forms, List<LegendView> legend) {
            return new ChartSection(id, title, note, forms.size() > 1, forms, legend);
        }
    }

    /**
     * A form of a chart.
     *
     * @param number from 1, by which the style sheet shows the chosen one
     * @param form the same in a word
     */
    record FormView(String number, String form, String label, boolean chosen, List<ChartView> sizes) {

        static FormView first(String label, List<ChartView> sizes) {
            return new FormView("1", "one", label, true, sizes);
        }

        static FormView second(String label, List<ChartView> sizes) {
            return new FormView("2", "two", label, false, sizes);
        }
    }

    /**
     * What a look means.
     *
     * @param sample the path that shows it
     */
    record LegendView(String style, String text, String sample) {

        static LegendView line(String style, String text) {
            return new LegendView(style, text, "M0 6H28");
        }

        static LegendView area(String style, String text) {
            return new LegendView(style, text, "M1 1H27V11H1Z");
        }
    }
}
