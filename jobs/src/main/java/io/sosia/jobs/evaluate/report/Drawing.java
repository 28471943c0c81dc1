package io.sosia.jobs.evaluate.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A chart being drawn: what the template {@code chart.mustache} turns into SVG. Coordinates are pixels of the drawing,
 * its left upper corner at 0, 0. Serves one thread.
 *
 * <p>Libraries that draw charts were looked at (XChart, JFreeChart with JFreeSVG): they burn colours into what they draw,
 * so that a page cannot turn dark, need fonts of the machine that measures, and know no normal deviates.
 */
final class Drawing {

    /** Between the plot and the drawing's sides. */
    private static final double TOP = 14;

    private static final double RIGHT = 14;
    private static final double BOTTOM = 46;
    private static final double LEFT = 62;

    /** Between a line and its word. */
    private static final double GAP = 5;

    /** How wide a label is at most, with the gap beside it. */
    private static final double LABEL = 40;

    /** From one line of text to the next. */
    private static final double LINE = 15;

    /** Words of lines further right than this share of the drawing stand on their left. */
    private static final double TURN = 0.72;

    private final Size size;
    private final Axis across;
    private final Axis up;
    private final List<TickView> columns = new ArrayList<>();
    private final List<TickView> rows = new ArrayList<>();
    private final List<PathView> paths = new ArrayList<>();
    private final List<DotView> dots = new ArrayList<>();
    private final List<TextView> texts = new ArrayList<>();

    Drawing(Size size, Axis across, Axis up) {
        this.size = size;
        this.across = across;
        this.up = up;
        for (Axis.Tick tick : across.ticks()) {
            columns.add(new TickView(number(x(tick.value())), hasRoom(tick) ? tick.label() : ""));
        }
        for (Axis.Tick tick : up.ticks()) {
            rows.add(new TickView(number(y(tick.value())), tick.label()));
        }
    }

    /** Whether a label across stands clear of those that stay. */
    private boolean hasRoom(Axis.Tick tick) {
        return tick.first()
                || across.ticks().stream()
                        .filter(Axis.Tick::first)
                        .allMatch(other -> Math.abs(x(other.value()) - x(tick.value())) > LABEL);
    }

    double x(double value) {
        return LEFT + across.place(value) * (size.width - LEFT - RIGHT);
    }

    double y(double value) {
        return TOP + (1 - up.place(value)) * (size.height - TOP - BOTTOM);
    }

    /** A line or an area through points. */
    Stroke stroke() {
        return new Stroke();
    }

    /**
     * A line straight up through the whole plot, with a word near its top.
     *
     * @param line from 0, the line of text that the word stands on, so that neighbours' words keep clear of each other
     */
    void upright(double value, String style, String word, int line) {
        paths.add(new PathView("M" + number(x(value)) + " " + number(TOP) + "V" + number(size.height - BOTTOM), style));
        boolean left = x(value) > size.width * TURN;
        texts.add(new TextView(
                number(x(value) + (left ? -GAP : GAP)),
                number(TOP + LINE * (line + 1)),
                left ? "end" : "start",
                style,
                word));
    }

    /** A line straight up between two values. */
    void whisker(double at, double from, double to, String style) {
        double cap = 4;
        String line = "M" + number(x(at)) + " " + number(y(from)) + "V" + number(y(to));
        for (double end : new double[] {from, to}) {
            line += "M" + number(x(at) - cap) + " " + number(y(end)) + "h" + number(2 * cap);
        }
        paths.add(new PathView(line, style));
    }

    void dot(double atX, double atY, String style, String title) {
        dots.add(new DotView(number(x(atX)), number(y(atY)), style, title));
    }

    void text(double atX, double atY, double right, double down, String anchor, String style, String words) {
        texts.add(new TextView(number(x(atX) + right), number(y(atY) + down), anchor, style, words));
    }

    /**
     * The finished chart.
     *
     * @param description of the whole, for whoever cannot see it
     */
    ChartView finish(String acrossTitle, String upTitle, String description) {
        return new ChartView(
                size.style,
                number(size.width),
                number(size.height),
                number(LEFT),
                number(TOP),
                number(size.width - RIGHT),
                number(size.height - BOTTOM),
                number(size.width - LEFT - RIGHT),
                number(size.height - TOP - BOTTOM),
                number(LEFT - 8),
                number(size.height - BOTTOM + 18),
                number((LEFT + size.width - RIGHT) / 2),
                number(size.height - 8),
                number((TOP + size.height - BOTTOM) / 2),
                acrossTitle,
                upTitle,
                description,
                columns,
                rows,
                paths,
                dots,
                texts);
    }

    static String number(double value) {
        return Axis.plain(Math.round(value * 10) / 10.0);
    }

    /** For which screens. Both are drawn; the page shows the one that fits, with letters of one size. */
    enum Size {
        WIDE("wide", 760, 460),
        NARROW("narrow", 350, 330);

        private final String style;
        private final double width;
        private final double height;

        Size(String style, double width, double height) {
            this.style = style;
            this.width = width;
            this.height = height;
        }
    }

    /** Points being joined. */
    final class Stroke {

        private final StringBuilder path = new StringBuilder();

        Stroke to(double valueX, double valueY) {
            path.append(path.isEmpty() ? "M" : "L")
                    .append(number(x(valueX)))
                    .append(' ')
                    .append(number(y(valueY)));
            return this;
        }

        /** Along, then up or down. */
        Stroke step(double valueX, double valueY) {
            if (path.isEmpty()) {
                return to(valueX, valueY);
            }
            path.append('H').append(number(x(valueX))).append('V').append(number(y(valueY)));
            return this;
        }

        void line(String style) {
            if (!path.isEmpty()) {
                paths.add(new PathView(path.toString(), style));
            }
        }

        void area(String style) {
            if (!path.isEmpty()) {
                paths.add(new PathView(path.append('Z').toString(), style));
            }
        }
    }

    // What the template names.

    record ChartView(
            String size,
            String width,
            String height,
            String left,
            String top,
            String right,
            String bottom,
            String plotWidth,
            String plotHeight,
            String rowLabelX,
            String columnLabelY,
            String middleX,
            String titleY,
            String middleY,
            String acrossTitle,
            String upTitle,
            String description,
            List<TickView> columns,
            List<TickView> rows,
            List<PathView> paths,
            List<DotView> dots,
            List<TextView> texts) {}

    record TickView(String at, String label) {}

    record PathView(String d, String style) {}

    record DotView(String x, String y, String style, String title) {}

    record TextView(String x, String y, String anchor, String style, String words) {}
}
