package io.sosia.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ResultsTest {

    private record Row(String name, int count, Optional<LocalDate> until) {}

    private static final Shape<Row> SHAPE = Shape.<Row>of("row")
            .field("name", "NAME", Row::name)
            .field("count", "COUNT", Row::count)
            .field("until", "UNTIL", Row::until)
            .field("hidden", r -> List.of(1, 2));

    private static String printed(Function<PrintStream, Results> results, List<Row> rows) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        results.apply(new PrintStream(out, true, StandardCharsets.UTF_8)).list(SHAPE, rows);
        return out.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    @Test
    void alignsColumnsByWhatATerminalShows() {
        List<Row> rows = List.of(
                new Row("王小明", 7, Optional.empty()),
                new Row("Ada", 1234, Optional.of(LocalDate.of(2026, 11, 20))),
                new Row("e\u0301", 5, Optional.empty()));
        assertEquals("""
                NAME    COUNT  UNTIL
                王小明      7
                Ada      1234  2026-11-20
                e\u0301           5
                """, printed(out -> new TableResults(out, false), rows));
    }

    @Test
    void cellsHoldNothingThatSteersATerminal() {
        assertEquals(
                """
                NAME                      COUNT  UNTIL
                a\\u001b[31m\\u000ab\\u202e      1
                """,
                printed(
                        out -> new TableResults(out, false),
                        List.of(new Row("a\u001b[31m\nb\u202e", 1, Optional.empty()))));
    }

    @Test
    void writesALineForEachObject() {
        assertEquals(
                """
                {"type":"row","name":"王小明","count":7,"hidden":[1,2]}
                {"type":"row","name":"\\u001B\\u009b\\"","count":1,"until":"2026-11-20","hidden":[1,2]}
                """,
                printed(
                        JsonResults::new,
                        List.of(
                                new Row("王小明", 7, Optional.empty()),
                                new Row("\u001b\u009b\"", 1, Optional.of(LocalDate.of(2026, 11, 20))))));
    }

    @Test
    void writesEveryKindOfValue() {
        Shape<Instant> shape = Shape.<Instant>of("values")
                .field("instant", i -> i)
                .field("flag", i -> true)
                .field("map", i -> Map.of("0.01", 0.5))
                .field("unknown", i -> Double.NaN)
                .field("long", i -> 1L << 40);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new JsonResults(new PrintStream(out, true, StandardCharsets.UTF_8))
                .single(shape, Instant.parse("2026-11-20T10:00:00Z"));
        assertEquals(
                "{\"type\":\"values\",\"instant\":\"2026-11-20T10:00:00Z\",\"flag\":true,\"map\":{\"0.01\":0.5},"
                        + "\"unknown\":null,\"long\":1099511627776}",
                out.toString(StandardCharsets.UTF_8).strip());
    }

    @Test
    void printsNothingWhereThereIsNothing() {
        assertEquals("", printed(out -> new TableResults(out, true), List.of()));
        assertEquals("", printed(JsonResults::new, List.of()));
    }
}
