package io.sosia.indexer.sighting;

import io.sosia.indexer.seal.MasterKey;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;

/** A process that appends until it is killed, and writes down what was acknowledged: {@code HOME FIRST ACKNOWLEDGED}. */
final class SightingsChild {

    static final int TRACKS = 3;

    private SightingsChild() {}

    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]);
        int first = Integer.parseInt(arguments[1]);
        Path folder = home.resolve("sightings");
        MasterKey master = MasterKey.find(home.resolve("keys/master.json"), Map.of(), !SealedSightings.exists(folder));
        MadeSightings made = new MadeSightings(first);
        try (FileChannel acknowledged =
                        FileChannel.open(Path.of(arguments[2]), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                SealedSightings archive = SealedSightings.open(folder, master, 20_000)) {
            for (int upload = first; ; upload++) {
                // A day has 40 uploads, so that some are killed while a day is sealed.
                archive.append(
                        MadeSightings.look(upload, MadeSightings.MORNING.plus(Duration.ofDays(upload / 40))),
                        made.tracks(TRACKS, true));
                acknowledged.write(
                        ByteBuffer.allocate(Integer.BYTES).putInt(upload).flip());
            }
        }
    }
}
