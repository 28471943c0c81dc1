package io.sosia.jobs.takedown.search;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** A process that searches for a case, to be killed: {@code HOME CASE OUT}. */
final class SearchChild {

    private SearchChild() {}

    public static void main(String[] arguments) throws Exception {
        try (SearchHome home = new SearchHome(Path.of(arguments[0]), Clock.systemUTC())) {
            SearchResult result = home.search(arguments[1]);
            Files.write(
                    Path.of(arguments[2]),
                    List.of(
                            String.valueOf(result.findings().size()),
                            result.coverage().orElseThrow().statement()));
        }
    }
}
