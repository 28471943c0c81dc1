package io.sosia.jobs.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a process that writes into the log, at random moments. {@code -Dsosia.kills=200} makes it as many kills as somebody
 * wants to wait for, {@code -Dsosia.seed=…} other moments.
 */
class AuditKillIT {

    private static final long LONGEST_MILLIS = 150;

    @TempDir
    private Path folder;

    @Test
    void afterAnyKillTheLogIsWholeAndNothingAcknowledgedIsLost() throws Exception {
        Random random = new Random(Long.getLong("sosia.seed", 11));
        Path acknowledged = Files.createFile(folder.resolve("acknowledged"));
        Path root = folder.resolve("home");
        long before = 0;
        for (int kill = 0; kill < Integer.getInteger("sosia.kills", 20); kill++) {
            long length = Files.size(acknowledged);
            Process child = start(root, acknowledged);
            while (child.isAlive() && Files.size(acknowledged) == length) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            TimeUnit.MILLISECONDS.sleep(random.nextLong(LONGEST_MILLIS));
            assertTrue(child.isAlive(), () -> "it writes until it is killed; see " + log());
            child.destroyForcibly().waitFor();

            try (AuditHome home = AuditHome.sqlite(root)) {
                AuditReport report = home.trail().verify(Optional.empty());
                assertEquals(List.of(), report.damages());
                List<String> lines = Files.readAllLines(acknowledged);
                long last = Long.parseLong(lines.getLast());
                assertTrue(last > before, "it got on");
                // One may have been written down and not acknowledged.
                assertTrue(
                        report.entries() == last || report.entries() == last + 1,
                        report.entries() + " entries, " + last + " acknowledged");
                before = report.entries();
            }
        }
        // Of each process all are there, in order; between processes one number may be missing, as said above.
        long[] numbers = Files.readAllLines(acknowledged).stream()
                .mapToLong(Long::parseLong)
                .toArray();
        assertTrue(LongStream.range(1, numbers.length).allMatch(at -> {
            long step = numbers[(int) at] - numbers[(int) at - 1];
            return step == 1 || step == 2;
        }));
    }

    private Path log() {
        return folder.resolve("child.log");
    }

    private Process start(Path root, Path acknowledged) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx200m",
                        AuditChild.class.getName(),
                        root.toString(),
                        acknowledged.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return builder.start();
    }
}
