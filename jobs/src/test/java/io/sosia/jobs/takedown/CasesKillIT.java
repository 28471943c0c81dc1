package io.sosia.jobs.takedown;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.indexer.registry.SqlSubjectKeys;
import io.sosia.indexer.seal.MasterKey;
import io.sosia.jobs.config.Home;
import io.sosia.jobs.config.TakedownSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Kills a process that handles cases at random moments, and has another go on. {@code -Dsosia.kills=20} makes it as many
 * kills as somebody wants to wait for, {@code -Dsosia.seed=…} other moments.
 */
class CasesKillIT {

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before each test
    private Path folder;

    @Test
    void noCaseAndNoStepIsLostOrDoubled() throws Exception {
        Random random = new Random(Long.getLong("sosia.seed", 7));
        Path acknowledged = folder.resolve("acknowledged");
        int next = 0;
        for (int kill = 0; kill < Integer.getInteger("sosia.kills", 3); kill++) {
            Process child = start(next, acknowledged);
            long lines = lines(acknowledged).size();
            // From the first thing that it did on, however long the machine takes to start it.
            while (child.isAlive() && lines(acknowledged).size() == lines) {
                child.waitFor(20, TimeUnit.MILLISECONDS);
            }
            assertTrue(child.isAlive(), () -> "see " + folder.resolve("child.log"));
            child.waitFor(random.nextLong(700), TimeUnit.MILLISECONDS);
            child.destroyForcibly().waitFor();
            next = check(lines(acknowledged));
        }
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    /** @return which request the next child does: the last that was told of; once its case has ended, it would open another */
    private int check(List<String> acknowledged) throws Exception {
        Home home = new Home(folder.resolve("home"));
        Map<String, CaseState> told = new HashMap<>();
        Map<String, Set<String>> numbers = new HashMap<>();
        int last = 0;
        for (String line : acknowledged) {
            String[] words = line.split(" ", -1);
            last = Integer.parseInt(words[0]);
            told.put(words[1], CaseState.valueOf(words[2]));
            numbers.computeIfAbsent(words[0], which -> new TreeSet<>()).add(words[1]);
        }
        numbers.forEach((which, of) -> assertEquals(1, of.size(), "request " + which + " has one case, not " + of));
        try (RegisterDatabase database = RegisterDatabase.open(home.database())) {
            SqlSubjectKeys keys = database.subjectKeys(MasterKey.find(home.masterKey(), Map.of(), false));
            TakedownCases cases = StoredCases.open(database, keys, TakedownSettings.defaults());
            List<TakedownCase> all = cases.all();
            boolean ended = numbers.getOrDefault(String.valueOf(last), Set.of()).stream()
                    .flatMap(number -> cases.find(number).stream())
                    .anyMatch(one -> one.state() == CaseState.CLOSED);
            Set<String> contacts = new TreeSet<>();
            for (TakedownCase one : all) {
                Requester requester = cases.requester(one.number()).orElseThrow();
                assertTrue(contacts.add(requester.contact().orElseThrow()), "no request has two cases");
                assertEquals(100_000, cases.photos(one.number()).getFirst().bytes().length);
                List<CaseEvent> history = cases.history(one.number());
                assertEquals(one.state(), history.getLast().state());
                assertEquals(one.rounds().size(), one.round());
                Optional<CaseState> heard = Optional.ofNullable(told.get(one.number()));
                heard.ifPresent(state -> assertTrue(
                        history.stream().anyMatch(event -> event.state() == state),
                        () -> one.number() + " was told to be " + state + ", and is " + history));
                assertEquals(
                        cases.letters(one.number()).size(),
                        history.stream()
                                .filter(event -> event.kind() == CaseEvent.Kind.ANSWERED)
                                .count());
            }
            assertTrue(all.size() >= numbers.size(), "what was told is there");
            assertTrue(all.size() <= numbers.size() + 1, "at most the last one was not told");
            long events = JdbcClient.create(database.dataSource())
                    .sql("SELECT COUNT(*) FROM takedown_event")
                    .query(Long.class)
                    .single();
            long written = JdbcClient.create(database.dataSource())
                    .sql("SELECT content FROM audit_entry")
                    .query((row, index) -> new String(row.getBytes(1), StandardCharsets.UTF_8))
                    .list()
                    .stream()
                    .filter(entry -> entry.contains("\"CASE_"))
                    .count();
            assertEquals(events, written, "each step is in the audit log once");
            return ended ? last + 1 : last;
        }
    }

    private Process start(int first, Path acknowledged) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xmx300m",
                CasesChild.class.getName(),
                folder.resolve("home").toString(),
                String.valueOf(first),
                acknowledged.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("child.log").toFile());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return builder.start();
    }
}
