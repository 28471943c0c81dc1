package io.sosia.indexer.sighting;

import static io.sosia.indexer.sighting.MadeSightings.MORNING;
import static io.sosia.indexer.sighting.MadeSightings.QUICK;
import static io.sosia.indexer.sighting.MadeSightings.everything;
import static io.sosia.indexer.sighting.MadeSightings.look;
import static io.sosia.indexer.sighting.MadeSightings.openCase;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.indexer.seal.KeyUnavailableException;
import io.sosia.indexer.seal.MasterKey;
import io.sosia.models.vector.Embedding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive on disk: the contract, and what becomes of its files. */
class SealedSightingsIT {

    private static final LocalDate FRIDAY = LocalDate.of(2026, 11, 20);

    @TempDir
    private Path home;

    private final List<SealedSightings> opened = new ArrayList<>();
    private final MadeSightings made = new MadeSightings(5);

    private MasterKey master() throws KeyUnavailableException {
        return MasterKey.find(home.resolve("keys/master.json"), Map.of(), !SealedSightings.exists(folder()));
    }

    private Path folder() {
        return home.resolve("sightings");
    }

    private SealedSightings open(long partBytes) throws Exception {
        SealedSightings archive = SealedSightings.open(folder(), master(), partBytes);
        opened.add(archive);
        return archive;
    }

    private SealedSightings reopened(long partBytes) throws Exception {
        close();
        return open(partBytes);
    }

    @AfterEach
    void close() {
        opened.forEach(SealedSightings::close);
        opened.clear();
    }

    abstract class Sealed extends SightingArchiveContract {

        private final long partBytes;

        Sealed(long partBytes) {
            this.partBytes = partBytes;
        }

        @Override
        SightingArchive archive() throws Exception {
            return open(partBytes);
        }

        @Override
        SightingArchive settled() throws Exception {
            SealedSightings archive = reopened(partBytes);
            archive.sealBefore(LocalDate.MAX);
            assertEquals(List.of(), archive.verify());
            try (Stream<Path> files = Files.list(folder())) {
                assertFalse(files.anyMatch(file -> file.toString().endsWith(".log")), "all is sealed");
            }
            return archive;
        }
    }

    @Nested
    class WithLargeParts extends Sealed {
        WithLargeParts() {
            super(SealedSightings.PART_BYTES);
        }
    }

    @Nested
    class WithAPartForEachLook extends Sealed {
        WithAPartForEachLook() {
            super(1);
        }
    }

    @Nested
    class WithSmallParts extends Sealed {
        WithSmallParts() {
            super(3_000);
        }
    }

    /** One day of two sealed parts and a log, all with pictures. */
    private List<SightedTrack> threeParts() throws Exception {
        List<SightedTrack> tracks = new ArrayList<>();
        SealedSightings sealing = open(1);
        for (int upload = 0; upload < 2; upload++) {
            List<SightedTrack> own = made.tracks(3, true);
            sealing.append(look(upload, MORNING), own);
            tracks.addAll(own);
        }
        SealedSightings logging = reopened(SealedSightings.PART_BYTES);
        for (int upload = 2; upload < 5; upload++) {
            List<SightedTrack> own = made.tracks(3, true);
            logging.append(look(upload, MORNING), own);
            tracks.addAll(own);
        }
        close();
        return tracks;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.filter(file -> !file.endsWith("lock")).sorted().toList();
        }
    }

    @Test
    void oneFlippedByteAnywhereIsNamed() throws Exception {
        threeParts();
        assertEquals(List.of(), open(1).verify());
        close();
        int flipped = 0;
        for (Path file : files()) {
            byte[] whole = Files.readAllBytes(file);
            // Of small files all bytes; of others the beginning, the end and some in each region between.
            int step = Math.max(1, whole.length / 60);
            for (int at = 0; at < whole.length; at += at < 64 || at >= whole.length - 40 ? 1 : step) {
                byte[] changed = whole.clone();
                changed[at] ^= (byte) (1 << (flipped % 8));
                flipped++;
                Files.write(file, changed);
                String name = String.valueOf(file.getFileName());
                int place = at;
                if (name.equals("archive")) {
                    ArchiveUnavailableException refused =
                            assertThrows(ArchiveUnavailableException.class, () -> open(1), () -> name + " at " + place);
                    assertTrue(String.valueOf(refused.getMessage()).contains(name), refused.toString());
                    continue;
                }
                List<ArchiveDamage> damage = open(1).verify();
                assertTrue(
                        damage.stream()
                                .anyMatch(one ->
                                        one.file().equals(name) && one.day().equals(FRIDAY)),
                        () -> name + " at " + place + ": " + damage);
                close();
            }
            Files.write(file, whole);
        }
        assertTrue(flipped > 700, () -> "too few places were tried");
        assertEquals(List.of(), open(1).verify());
    }

    @Test
    void aSearchNamesWhatItCouldNotRead() throws Exception {
        threeParts();
        Path part = folder().resolve("2026-11-20.001.part");
        byte[] whole = Files.readAllBytes(part);
        for (byte[] changed : List.of(
                Arrays.copyOf(whole, whole.length - 1),
                Arrays.copyOf(whole, whole.length + 1),
                Arrays.copyOf(whole, 20),
                new byte[0])) {
            Files.write(part, changed);
            SightingSearch found = open(1).search(openCase(), everything(made.vector(QUICK)));
            assertEquals(12, found.compared());
            assertEquals(
                    List.of("2026-11-20.001.part"),
                    found.damaged().stream().map(ArchiveDamage::file).toList());
            close();
        }
        Files.delete(part);
        SightingSearch found = open(1).search(openCase(), everything(made.vector(QUICK)));
        assertEquals(List.of(new ArchiveDamage(FRIDAY, "2026-11-20.001.part", "is missing")), found.damaged());
    }

    @Test
    void aPartInAnothersPlaceIsNamed() throws Exception {
        threeParts();
        Files.copy(
                folder().resolve("2026-11-20.000.part"),
                folder().resolve("2026-11-20.001.part"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertEquals(
                List.of("2026-11-20.001.part"),
                open(1).search(openCase(), everything(made.vector(QUICK))).damaged().stream()
                        .map(ArchiveDamage::file)
                        .toList());
    }

    @Test
    void aDamagedRecordCostsItselfAloneAndIsNeverSealedAway() throws Exception {
        threeParts();
        Path log = folder().resolve("2026-11-20.002.log");
        byte[] whole = Files.readAllBytes(log);
        whole[SightingLog.MAGIC.length + SightingLog.HEAD + 50] ^= 1;
        Files.write(log, whole);

        SealedSightings archive = open(SealedSightings.PART_BYTES);
        SightingSearch found = archive.search(openCase(), everything(made.vector(QUICK)));
        assertEquals(12, found.compared());
        assertEquals("2026-11-20.002.log", found.damaged().getFirst().file());

        archive.append(look(9, MORNING), made.tracks(1, false));
        archive.sealBefore(FRIDAY.plusDays(1));
        found = archive.search(openCase(), everything(made.vector(QUICK)));
        assertEquals(13, found.compared());
        assertEquals(1, found.damaged().size());
        assertTrue(Files.exists(log));
    }

    @Test
    void aTornTailIsCutAndTheNextRecordFollows() throws Exception {
        threeParts();
        Path log = folder().resolve("2026-11-20.002.log");
        byte[] whole = Files.readAllBytes(log);
        int size = whole.length;
        for (int cut = 1; cut < 900; cut += cut < 60 ? 1 : 37) {
            Files.write(log, Arrays.copyOf(whole, size - cut));
            SealedSightings archive = open(SealedSightings.PART_BYTES);
            SightingSearch found = archive.search(openCase(), everything(made.vector(QUICK)));
            assertEquals(List.of(), found.damaged());
            assertEquals(12, found.compared());
            archive.append(look(4, MORNING), made.tracks(3, true));
            assertEquals(
                    15,
                    archive.search(openCase(), everything(made.vector(QUICK))).compared());
            assertEquals(List.of(), archive.verify());
            close();
        }
        // A tail that the machine had not written out when it lost its power.
        byte[] zeros = whole.clone();
        Arrays.fill(zeros, size - 300, size, (byte) 0);
        Files.write(log, zeros);
        SightingSearch found = open(1).search(openCase(), everything(made.vector(QUICK)));
        assertEquals(List.of(), found.damaged());
        assertEquals(12, found.compared());
    }

    @Test
    void sealingThatDiedIsFinished() throws Exception {
        List<SightedTrack> tracks = threeParts();
        Path log = folder().resolve("2026-11-20.002.log");
        Path state = folder().resolve("2026-11-20.state");
        byte[] logged = Files.readAllBytes(log);
        byte[] stated = Files.readAllBytes(state);
        open(1).sealBefore(LocalDate.MAX);
        close();
        byte[] sealed = Files.readAllBytes(folder().resolve("2026-11-20.002.part"));

        // Died while writing the part; before the state knew of it; before the log was deleted.
        List<Runnable> deaths = List.of(
                () -> {
                    write(folder().resolve("2026-11-20.002.part.tmp"), Arrays.copyOf(sealed, sealed.length / 2));
                    delete(folder().resolve("2026-11-20.002.part"));
                    write(state, stated);
                    write(log, logged);
                },
                () -> {
                    write(state, stated);
                    write(log, logged);
                },
                () -> write(log, logged));
        for (Runnable death : deaths) {
            death.run();
            assertEquals(
                    tracks.size(),
                    open(1).search(openCase(), everything(made.vector(QUICK))).compared());
            SealedSightings archive = reopened(1);
            archive.sealBefore(LocalDate.MAX);
            SightingSearch found = archive.search(openCase(), everything(made.vector(QUICK)));
            assertEquals(tracks.size(), found.compared());
            assertEquals(List.of(), found.damaged());
            assertEquals(List.of(), archive.verify());
            assertFalse(Files.exists(log));
            assertFalse(Files.exists(folder().resolve("2026-11-20.002.part.tmp")));
            close();
        }
    }

    private static void write(Path file, byte[] content) {
        try {
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void noVectorPictureOrNameLiesOnDisk() throws Exception {
        List<SightedTrack> tracks = threeParts();
        List<byte[]> needles = new ArrayList<>();
        for (SightedTrack track : tracks) {
            for (Embedding vector : track.sighting().templates().embeddings()) {
                float[] unit = vector.toArray();
                for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
                    // Two numbers side by side: long enough not to be there by chance.
                    ByteBuffer buffer = ByteBuffer.allocate(8).order(order);
                    buffer.putFloat(unit[3]).putFloat(unit[4]);
                    needles.add(buffer.array());
                }
                needles.add(String.valueOf(unit[3]).getBytes(StandardCharsets.UTF_8));
                needles.add(String.format(Locale.ROOT, "%.5f", unit[4]).getBytes(StandardCharsets.UTF_8));
            }
            byte[] jpeg = track.picture().orElseThrow().jpeg();
            needles.add(Arrays.copyOfRange(jpeg, 40, 56));
        }
        needles.add("films/".getBytes(StandardCharsets.UTF_8));
        needles.add("work-1".getBytes(StandardCharsets.UTF_8));
        needles.add("made-quick".getBytes(StandardCharsets.UTF_8));
        needles.add("Lucene".getBytes(StandardCharsets.UTF_8));

        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] content = Files.readAllBytes(file);
                for (byte[] needle : needles) {
                    assertFalse(contains(content, needle), () -> file + " holds " + Arrays.toString(needle));
                }
            }
        }
        assertTrue(contains(new byte[] {1, 2, 3, 4}, new byte[] {3, 4}), "the search for bytes finds them");
    }

    private static boolean contains(byte[] content, byte[] needle) {
        for (int at = 0; at + needle.length <= content.length; at++) {
            if (Arrays.equals(content, at, at + needle.length, needle, 0, needle.length)) {
                return true;
            }
        }
        return false;
    }

    @Test
    void filesAreTheirOwnersAlone() throws Exception {
        threeParts();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(path -> !path.equals(home)).toList()) {
                assertEquals(
                        Files.isDirectory(file) ? "rwx------" : "rw-------",
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(file)),
                        file::toString);
            }
        }
    }

    @Test
    void anotherMasterKeyIsRefusedAndAMissingOneIsNotMadeAnew() throws Exception {
        threeParts();
        Path own = home.resolve("keys/master.json");
        Path aside = Files.move(own, home.resolve("aside.json"));

        KeyUnavailableException missing = assertThrows(KeyUnavailableException.class, this::master);
        assertTrue(String.valueOf(missing.getMessage()).contains("put it back"), missing.toString());
        assertFalse(Files.exists(own));

        MasterKey other = MasterKey.find(home.resolve("other.json"), Map.of(), true);
        assertTrue(other.created());
        ArchiveUnavailableException refused =
                assertThrows(ArchiveUnavailableException.class, () -> SealedSightings.open(folder(), other, 1));
        assertTrue(String.valueOf(refused.getMessage()).contains("is not the one"), refused.toString());
        assertTrue(String.valueOf(refused.getMessage()).contains(MasterKey.FILE_VARIABLE), refused.toString());

        String json = Files.readString(aside);
        for (Map<String, String> environment :
                List.of(Map.of(MasterKey.KEY_VARIABLE, json), Map.of(MasterKey.FILE_VARIABLE, aside.toString()))) {
            MasterKey named = MasterKey.find(own, environment, false);
            assertFalse(named.created());
            try (SealedSightings archive = SealedSightings.open(folder(), named, 1)) {
                assertEquals(
                        15,
                        archive.search(openCase(), everything(made.vector(QUICK)))
                                .compared());
            }
        }
        assertThrows(
                KeyUnavailableException.class,
                () -> MasterKey.find(own, Map.of(MasterKey.KEY_VARIABLE, "{\"key\": 1}"), true));
        assertThrows(
                KeyUnavailableException.class,
                () -> MasterKey.find(own, Map.of(MasterKey.FILE_VARIABLE, home + "/nothing"), true));
    }

    @Test
    void aDayWithoutItsKeyIsGoneEvenIfItsFilesAreNot() throws Exception {
        threeParts();
        Files.delete(folder().resolve("2026-11-20.key"));
        SightingSearch found = open(1).search(openCase(), everything(made.vector(QUICK)));
        assertEquals(0, found.compared());
        assertEquals("2026-11-20.key", found.damaged().getFirst().file());
        // Who died between deleting the key and the files: the next one finishes.
        assertEquals(List.of(FRIDAY), opened.getFirst().eraseBefore(FRIDAY.plusDays(1)));
        assertEquals(
                List.of("archive"),
                files().stream().map(file -> String.valueOf(file.getFileName())).toList());
    }

    @Test
    void twoWritersAtOnceAreRefused() throws Exception {
        SealedSightings first = open(1);
        first.append(look(1, MORNING), made.tracks(1, false));
        SealedSightings second = SealedSightings.open(folder(), master(), 1);
        opened.add(second);
        assertThrows(UncheckedIOException.class, () -> second.append(look(2, MORNING), made.tracks(1, false)));
        assertEquals(
                1, second.search(openCase(), everything(made.vector(QUICK))).compared());
    }

    @Test
    void searchesGoOnWhileScansAppendSealAndErase() throws Exception {
        SealedSightings writing = open(2_000);
        writing.append(look(0, MORNING), made.tracks(2, true));
        MadeSightings theirs = new MadeSightings(6);
        try (ExecutorService writer = Executors.newSingleThreadExecutor()) {
            Future<?> written = writer.submit(() -> {
                for (int upload = 1; upload < 60; upload++) {
                    writing.append(look(upload, MORNING.plus(Duration.ofDays(upload / 20))), theirs.tracks(2, true));
                    if (upload == 45) {
                        writing.eraseBefore(FRIDAY.plusDays(1));
                    }
                }
            });
            SealedSightings reading = SealedSightings.open(folder(), master(), 2_000);
            opened.add(reading);
            long most = 0;
            while (!written.isDone()) {
                SightingSearch found = reading.search(openCase(), everything(made.vector(QUICK)));
                // A day may be caught between its key's end and its files'.
                assertEquals(
                        List.of(),
                        found.damaged().stream()
                                .filter(damage -> !damage.file().equals("2026-11-20.key"))
                                .toList());
                most = Math.max(most, found.compared());
            }
            written.get();
            assertEquals(
                    80,
                    reading.search(openCase(), everything(made.vector(QUICK))).compared());
            assertTrue(most <= 120, () -> "nothing is seen twice");
        }
        assertEquals(List.of(), writing.verify());
    }

    @Test
    void daysMayComeInAnyOrder() throws Exception {
        SealedSightings archive = open(SealedSightings.PART_BYTES);
        for (int day : new int[] {3, 1, 3, 2, 1, 0, 3}) {
            archive.append(
                    look(100 + opened.size() * 7 + day, MORNING.plus(Duration.ofDays(day))), made.tracks(2, false));
        }
        SightingSearch found = archive.search(openCase(), everything(made.vector(QUICK)));
        // Of the same upload on the same day the last one counts.
        assertEquals(8, found.compared());
        assertEquals(4, found.days().size());
        assertEquals(List.of(), found.damaged());
    }

    @Test
    void anEmptyLogOfAProcessThatDiedIsNothing() throws Exception {
        threeParts();
        Path log = folder().resolve("2026-11-20.003.log");
        for (byte[] begun : List.of(new byte[0], Arrays.copyOf(SightingLog.MAGIC, 3), SightingLog.MAGIC)) {
            Files.write(log, begun, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
            assertEquals(List.of(), open(1).verify());
            SealedSightings archive = reopened(SealedSightings.PART_BYTES);
            archive.append(look(50, MORNING), made.tracks(1, false));
            assertEquals(
                    16,
                    archive.search(openCase(), everything(made.vector(QUICK))).compared());
            close();
        }
    }
}
