package io.sosia.indexer.sighting;

import static io.sosia.indexer.sighting.MadeSightings.everything;
import static io.sosia.indexer.sighting.MadeSightings.openCase;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.indexer.seal.MasterKey;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a process that writes the archive at random moments: what it has acknowledged is there, once.
 * {@code -Dsosia.kills=20} makes it as many kills as somebody wants to wait for, {@code -Dsosia.seed=…} other moments.
 */
class SightingsKillIT {

    @TempDir
    private Path home;

    @Test
    void nothingAcknowledgedIsLostOrDoubled() throws Exception {
        Random random = new Random(Long.getLong("sosia.seed", 11));
        int kills = Integer.getInteger("sosia.kills", 4);
        Path acknowledged = home.resolve("acknowledged");
        int next = 0;
        for (int kill = 0; kill < kills; kill++) {
            long before = size(acknowledged);
            Process child = start(next, acknowledged);
            while (child.isAlive() && size(acknowledged) < before + Integer.BYTES) {
                TimeUnit.MILLISECONDS.sleep(2);
            }
            TimeUnit.MILLISECONDS.sleep(random.nextInt(400));
            assertTrue(child.isAlive(), "it writes until it is killed: see " + home);
            child.destroyForcibly().waitFor();
            ByteBuffer written = ByteBuffer.wrap(Files.readAllBytes(acknowledged));
            // The next one begins with uploads that were written before, the one in flight among them.
            next = Math.max(0, written.getInt(written.limit() / 4 * 4 - 4) - 5);
            check(written);
        }
    }

    private static long size(Path file) throws Exception {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    private void check(ByteBuffer acknowledged) throws Exception {
        Map<String, Integer> expected = new TreeMap<>();
        while (acknowledged.remaining() >= Integer.BYTES) {
            expected.put(String.valueOf(acknowledged.getInt()), SightingsChild.TRACKS);
        }
        MasterKey master = MasterKey.find(home.resolve("keys/master.json"), Map.of(), false);
        try (SealedSightings archive = SealedSightings.open(home.resolve("sightings"), master)) {
            assertEquals(List.of(), archive.verify());
            assertHolds(expected, archive);
            archive.sealBefore(LocalDate.MAX);
            assertHolds(expected, archive);
            assertEquals(List.of(), archive.verify());
        }
    }

    private static void assertHolds(Map<String, Integer> expected, SealedSightings archive) {
        SightingSearch found = archive.search(openCase(), everything(new MadeSightings(1).vector(MadeSightings.QUICK)));
        assertEquals(List.of(), found.damaged());
        Map<String, Integer> tracks = new TreeMap<>();
        for (SightingHit hit : found.hits()) {
            tracks.merge(hit.look().upload().episode(), 1, Integer::sum);
            assertTrue(archive.picture(openCase(), hit.picture().orElseThrow()).isPresent());
        }
        // One more at most: written, but its writer was killed before it could tell.
        assertTrue(tracks.size() <= expected.size() + 1, () -> tracks.size() + " for " + expected.size());
        tracks.forEach((episode, count) -> assertEquals(SightingsChild.TRACKS, count, episode));
        assertTrue(tracks.keySet().containsAll(expected.keySet()), "acknowledged and lost");
    }

    private Process start(int first, Path acknowledged) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx300m",
                        SightingsChild.class.getName(),
                        home.toString(),
                        String.valueOf(first),
                        acknowledged.toString())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("child.log").toFile());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return builder.start();
    }
}
