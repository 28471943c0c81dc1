package io.sosia.indexer.sighting;

import io.sosia.indexer.seal.DataKey;
import io.sosia.indexer.seal.MasterKey;
import io.sosia.indexer.seal.PrivateFiles;
import io.sosia.indexer.seal.SealBrokenException;
import io.sosia.indexer.sighting.ArchiveFolder.Form;
import io.sosia.indexer.sighting.DayState.PartCount;
import io.sosia.indexer.sighting.SightingCodec.MalformedException;
import io.sosia.indexer.sighting.SightingCodec.PicturePlace;
import io.sosia.indexer.sighting.SightingCodec.Stored;
import io.sosia.indexer.sighting.StandingLooks.UploadKey;
import io.sosia.models.file.FileReason;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.FaceVectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.lucene.util.VectorUtil;
import org.jspecify.annotations.Nullable;

/**
 * The archive on disk, sealed: {@link ArchiveFolder} says which files there are. A day's key is wrapped by the master key;
 * the day's parts are sealed with it, and gone with it. Searching decrypts one part at a time into memory that is wiped
 * afterwards, so that it needs as much as the largest part, whatever there is in all.
 */
public final class SealedSightings implements SightingArchive, AutoCloseable {

    /** A part is sealed when its log has grown to this: so much is decrypted at once, and held twice while it is sealed. */
    static final long PART_BYTES = 64L << 20;

    private static final byte[] MARKER = "SOSIASA1".getBytes(StandardCharsets.US_ASCII);
    private static final String MARKER_TEXT = "sightings";
    private static final String MARKER_CONTEXT = "sosia.sightings/1/archive";

    private final ArchiveFolder folder;
    private final MasterKey master;
    private final long partBytes;
    private final ReentrantLock writing = new ReentrantLock();
    private @Nullable FileChannel lockChannel;
    private SightingLog.@Nullable Appender current;

    private SealedSightings(ArchiveFolder folder, MasterKey master, long partBytes) {
        this.folder = folder;
        this.master = master;
        this.partBytes = partBytes;
    }

    /** Whether something was sealed there, so that a master key that is missing must not be made anew. */
    public static boolean exists(Path folder) {
        return Files.exists(new ArchiveFolder(folder).marker());
    }

    /**
     * Opens an archive, or where there is none says where one is to be; the first append makes it.
     *
     * @throws ArchiveUnavailableException if the master key is not the archive's, or the folder cannot be read
     */
    public static SealedSightings open(Path folder, MasterKey master) throws ArchiveUnavailableException {
        return open(folder, master, PART_BYTES);
    }

    /** The same with parts of another size. */
    static SealedSightings open(Path folder, MasterKey master, long partBytes) throws ArchiveUnavailableException {
        ArchiveFolder files = new ArchiveFolder(folder);
        byte[] marker;
        try {
            marker = Files.readAllBytes(files.marker());
        } catch (NoSuchFileException e) {
            return new SealedSightings(files, master, partBytes);
        } catch (IOException e) {
            throw new ArchiveUnavailableException(
                    "the archive of sightings cannot be read: " + FileReason.wordsWithFile(e), e);
        }
        if (marker.length < MARKER.length || !Arrays.equals(marker, 0, MARKER.length, MARKER, 0, MARKER.length)) {
            throw new ArchiveUnavailableException(files.marker() + " is damaged, or no archive of version 1");
        }
        try {
            master.open(Arrays.copyOfRange(marker, MARKER.length, marker.length), MARKER_CONTEXT);
        } catch (SealBrokenException e) {
            throw new ArchiveUnavailableException(
                    "the master key " + master.source() + " is not the one that the archive of sightings " + folder
                            + " was sealed with (or " + files.marker()
                            + " is damaged). Put the right one there, or name it in "
                            + MasterKey.FILE_VARIABLE + "; if it is lost, so is the archive: move " + folder
                            + " away to begin a new one",
                    e);
        }
        return new SealedSightings(files, master, partBytes);
    }

    // Writing

    @Override
    public void append(Look look, List<SightedTrack> tracks) {
        LocalDate day = LocalDate.ofInstant(look.at(), ZoneOffset.UTC);
        writing.lock();
        try {
            SightingLog.Appender log = log(day);
            log.append(look, tracks);
            if (log.size() >= partBytes) {
                closeCurrent();
                seal(day, log.part(), dayKey(day));
            }
        } catch (IOException e) {
            // What is on disk is told by the disk, also where an interrupted thread has closed the file.
            dropCurrent(e);
            throw new UncheckedIOException(e);
        } finally {
            writing.unlock();
        }
    }

    private void dropCurrent(IOException because) {
        try {
            closeCurrent();
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }

    @Override
    public void sealBefore(LocalDate day) {
        writing.lock();
        try {
            if (exists(folder.root())) {
                takeLock();
                if (current != null && current.day().isBefore(day)) {
                    closeCurrent();
                }
                sealDays(day);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writing.unlock();
        }
    }

    @Override
    public List<LocalDate> eraseBefore(LocalDate firstKept) {
        writing.lock();
        try {
            if (!exists(folder.root())) {
                return List.of();
            }
            NavigableMap<LocalDate, NavigableSet<Path>> files = folder.filesByDay();
            NavigableSet<LocalDate> expired = new TreeSet<>(folder.days().headSet(firstKept, false));
            // Days whose key was erased by somebody who then died.
            expired.addAll(files.headMap(firstKept, false).keySet());
            if (expired.isEmpty()) {
                return List.of();
            }
            takeLock();
            if (current != null && current.day().isBefore(firstKept)) {
                closeCurrent();
            }
            for (LocalDate day : expired) {
                destroy(folder.key(day));
                for (Path file : files.getOrDefault(day, new TreeSet<>())) {
                    Files.deleteIfExists(file);
                }
            }
            PrivateFiles.syncFolder(folder.root());
            return List.copyOf(expired);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writing.unlock();
        }
    }

    /** Overwrites a key before its name goes, as far as the file system writes in place. */
    private void destroy(Path key) throws IOException {
        PrivateFiles.erase(key);
        PrivateFiles.syncFolder(folder.root());
    }

    /** Becomes the process that writes, and makes the archive where there is none. */
    private void takeLock() throws IOException {
        if (lockChannel != null) {
            return;
        }
        PrivateFiles.createFolder(folder.root());
        FileChannel channel = PrivateFiles.open(folder.lock(), false);
        boolean taken = false;
        try {
            @Nullable FileLock lock = channel.tryLock();
            if (lock == null) {
                throw new IOException("another process is writing the archive of sightings " + folder.root());
            }
            if (!exists(folder.root())) {
                byte[] sealed = master.seal(MARKER_TEXT.getBytes(StandardCharsets.UTF_8), MARKER_CONTEXT);
                PrivateFiles.replace(
                        folder.marker(),
                        ByteBuffer.allocate(MARKER.length + sealed.length)
                                .put(MARKER)
                                .put(sealed)
                                .array());
            }
            try (DirectoryStream<Path> left = Files.newDirectoryStream(folder.root(), "*.tmp")) {
                for (Path file : left) {
                    Files.deleteIfExists(file);
                }
            }
            taken = true;
            lockChannel = channel;
        } catch (OverlappingFileLockException e) {
            throw new IOException("the archive of sightings " + folder.root() + " is being written elsewhere", e);
        } finally {
            if (!taken) {
                channel.close();
            }
        }
    }

    /** The log of a day, opened for appending. */
    private SightingLog.Appender log(LocalDate day) throws IOException {
        takeLock();
        SightingLog.Appender open = current;
        if (open != null && open.day().equals(day)) {
            return open;
        }
        closeCurrent();
        sealDays(day);
        DataKey key = dayKey(day);
        NavigableMap<Integer, Form> parts = folder.parts(day);
        if (parts.isEmpty() && !Files.exists(folder.state(day))) {
            PrivateFiles.replace(folder.state(day), DayState.empty().sealed(key, ArchiveFolder.context("state", day)));
        }
        int next = 0;
        for (PartCount count : state(day, key).parts()) {
            next = Math.max(next, count.part() + 1);
        }
        Optional<SightingLog.Replay> replay = Optional.empty();
        long picturesEnd = 0;
        if (!parts.isEmpty()) {
            int last = parts.lastKey();
            next = Math.max(next, last + 1);
            if (parts.get(last) == Form.LOG) {
                long[] end = new long[1];
                SightingLog.Replay known =
                        SightingLog.read(folder.log(day, last), key, day, last, Integer.MAX_VALUE, (ordinal, entry) -> {
                            for (Stored stored : entry.sightings()) {
                                PicturePlace place = stored.bare().picture();
                                end[0] = Math.max(end[0], place.offset() + place.length());
                            }
                        });
                if (known.damage().isEmpty()) {
                    // A damaged one stays as it is, named by every search, and another one is begun.
                    replay = Optional.of(known);
                    picturesEnd = end[0];
                    next = last;
                }
            }
        }
        open = new SightingLog.Appender(folder, key, day, next, replay, picturesEnd);
        current = open;
        return open;
    }

    private void closeCurrent() throws IOException {
        SightingLog.Appender open = current;
        current = null;
        if (open != null) {
            open.close();
        }
    }

    private void sealDays(LocalDate before) throws IOException {
        for (LocalDate day : folder.days().headSet(before, false)) {
            DataKey key;
            try {
                key = dayKey(day);
            } catch (IOException e) {
                // Damaged, which every search names; there is nothing to seal with.
                continue;
            }
            for (int part : folder.parts(day).keySet()) {
                if (Files.exists(folder.log(day, part))) {
                    seal(day, part, key);
                }
            }
        }
    }

    /** Seals a log, or finishes what a process that died began. A damaged log stays as it is. */
    private void seal(LocalDate day, int part, DataKey key) throws IOException {
        Path log = folder.log(day, part);
        Path sealed = folder.part(day, part);
        PartCount count;
        if (Files.exists(sealed)) {
            SealedPart.Memory memory = new SealedPart.Memory();
            try (SealedPart whole = SealedPart.open(sealed, key, day, part, memory)) {
                count = whole.count();
            } finally {
                memory.wipe();
            }
        } else {
            BitSet standing = new BitSet();
            SightingLog.Replay replay = standing(log, key, day, part, new StandingLooks(), standing);
            if (!replay.damage().isEmpty()) {
                return;
            }
            if (replay.records() == 0) {
                Files.deleteIfExists(log);
                return;
            }
            try (SealedPart.Builder builder = new SealedPart.Builder()) {
                SightingLog.read(log, key, day, part, replay.records(), (ordinal, entry) -> {
                    if (standing.get(ordinal)) {
                        builder.add(entry.look(), entry.sightings());
                    }
                });
                builder.seal(sealed, key, day, part);
                count = builder.count(part);
            }
        }
        DayState state = state(day, key).with(count);
        PrivateFiles.replace(folder.state(day), state.sealed(key, ArchiveFolder.context("state", day)));
        Files.deleteIfExists(log);
        PrivateFiles.syncFolder(folder.root());
    }

    /** Reads a log once to tell which of its looks stand. */
    private static SightingLog.Replay standing(
            Path log, DataKey key, LocalDate day, int part, StandingLooks known, BitSet standing) throws IOException {
        record Met(int ordinal, UploadKey upload, double extent) {}
        List<Met> met = new ArrayList<>();
        SightingLog.Replay replay = SightingLog.read(
                log,
                key,
                day,
                part,
                Integer.MAX_VALUE,
                (ordinal, entry) -> met.add(new Met(
                        ordinal, UploadKey.of(entry.look()), entry.look().extent())));
        for (Met look : met.reversed()) {
            if (known.stands(look.upload, look.extent)) {
                standing.set(look.ordinal);
            }
        }
        return replay;
    }

    /** A day's key, made where the day has none yet. @throws IOException if it is damaged */
    private DataKey dayKey(LocalDate day) throws IOException {
        Path file = folder.key(day);
        try {
            return readKey(day);
        } catch (NoSuchFileException e) {
            if (!folder.parts(day).isEmpty()) {
                throw new IOException(
                        file + " is gone, and with it what was seen that day; the day's files can be deleted", e);
            }
            DataKey key = DataKey.create();
            PrivateFiles.replace(file, key.wrapped(master, ArchiveFolder.context("key", day)));
            return key;
        } catch (SealBrokenException e) {
            throw new IOException(
                    file + " is damaged, so that what was seen that day cannot be read; without that day's files a new"
                            + " key is made",
                    e);
        }
    }

    private DataKey readKey(LocalDate day) throws IOException, SealBrokenException {
        return DataKey.unwrap(Files.readAllBytes(folder.key(day)), master, ArchiveFolder.context("key", day));
    }

    /** A day's state. @throws IOException if it is damaged */
    private DayState state(LocalDate day, DataKey key) throws IOException {
        try {
            return readState(day, key);
        } catch (SealBrokenException e) {
            throw new IOException(
                    folder.state(day) + " is damaged; without it, parts of that day that are missing go unnoticed", e);
        }
    }

    private DayState readState(LocalDate day, DataKey key) throws IOException, SealBrokenException {
        try {
            return DayState.open(Files.readAllBytes(folder.state(day)), key, ArchiveFolder.context("state", day));
        } catch (NoSuchFileException e) {
            return DayState.empty();
        }
    }

    // Reading

    @Override
    public SightingSearch search(CaseReference because, SightingQuery query) {
        because.requireOpen();
        SearchRun run = new SearchRun(query);
        SealedPart.Memory memory = new SealedPart.Memory();
        try {
            visit(run::damaged, (day, parts, key) -> {
                because.requireOpen();
                for (Map.Entry<Integer, Form> part : parts.descendingMap().entrySet()) {
                    search(run, day, part.getKey(), part.getValue(), key, memory);
                }
                run.searched(day);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return run.result();
    }

    private void search(SearchRun run, LocalDate day, int part, Form form, DataKey key, SealedPart.Memory memory) {
        switch (form) {
            case LOG -> {
                Path file = folder.log(day, part);
                try {
                    searchLog(run, file, day, part, key);
                } catch (NoSuchFileException e) {
                    // Sealed since the folder was listed, or erased.
                    if (Files.exists(folder.part(day, part))) {
                        search(run, day, part, Form.PART, key, memory);
                    }
                } catch (IOException e) {
                    run.damaged(day, name(file), FileReason.words(e));
                }
            }
            case PART -> {
                Path file = folder.part(day, part);
                try (SealedPart whole = SealedPart.open(file, key, day, part, memory)) {
                    whole.search(run);
                } catch (NoSuchFileException e) {
                    if (Files.exists(folder.key(day))) {
                        run.damaged(day, name(file), "is missing");
                    }
                } catch (IOException e) {
                    run.damaged(day, name(file), broken(e));
                } catch (MalformedException e) {
                    run.damaged(day, name(file), String.valueOf(e.getMessage()));
                } finally {
                    memory.wipe();
                }
            }
        }
    }

    private static void searchLog(SearchRun run, Path file, LocalDate day, int part, DataKey key) throws IOException {
        BitSet standing = new BitSet();
        SightingLog.Replay replay = standing(file, key, day, part, run.standing(), standing);
        replay.damage().forEach(what -> run.damaged(day, name(file), what));
        SightingLog.read(file, key, day, part, replay.records(), (ordinal, entry) -> {
            if (!standing.get(ordinal)) {
                return;
            }
            run.look(entry.look());
            for (Stored stored : entry.sightings()) {
                @Nullable
                Embedding quick = SightingCodec.bySpace(stored.templates()).get(run.quick());
                if (quick == null) {
                    run.passOver();
                } else if (run.passes(quick.toArray(), VectorUtil::dotProduct)) {
                    FaceVectors templates = FaceVectors.of(stored.templates());
                    run.offer(
                            templates,
                            likeness -> SealedPart.hit(day, part, entry.look(), stored.bare(), templates, likeness));
                }
            }
        });
    }

    @Override
    public Optional<SmallPicture> picture(CaseReference because, SightingHit.PictureReference where) {
        because.requireOpen();
        Path file = folder.pictures(where.day(), where.part());
        try {
            DataKey key = readKey(where.day());
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                return Optional.of(picture(channel, key, where));
            }
        } catch (NoSuchFileException e) {
            if (!Files.exists(folder.key(where.day()))) {
                return Optional.empty();
            }
            throw new ArchiveDamagedException(new ArchiveDamage(where.day(), name(file), "is missing"));
        } catch (SealBrokenException e) {
            throw new ArchiveDamagedException(
                    new ArchiveDamage(where.day(), name(folder.key(where.day())), "is not what was written"));
        } catch (BrokenPictureException e) {
            throw new ArchiveDamagedException(
                    new ArchiveDamage(where.day(), name(file), String.valueOf(e.getMessage())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A picture that is not what was written. */
    private static final class BrokenPictureException extends Exception {
        private static final long serialVersionUID = 1L;

        BrokenPictureException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private static SmallPicture picture(FileChannel channel, DataKey key, SightingHit.PictureReference where)
            throws BrokenPictureException, IOException {
        String what = "the picture at byte " + where.offset();
        try {
            byte[] sealed = SightingLog.bytes(channel, where.offset(), where.length());
            return SightingCodec.picture(
                    key.open(sealed, SightingLog.pictureContext(where.day(), where.part(), where.offset())));
        } catch (SealBrokenException e) {
            throw new BrokenPictureException(what + " is not what was written", e);
        } catch (MalformedException e) {
            throw new BrokenPictureException(what + ": " + e.getMessage(), e);
        } catch (java.io.EOFException e) {
            throw new BrokenPictureException(what + " is cut off", e);
        }
    }

    @Override
    public ArchiveCoverage coverage() {
        List<ArchiveCoverage.Day> days = new ArrayList<>();
        List<ArchiveDamage> damaged = new ArrayList<>();
        try {
            visit((day, file, what) -> damaged.add(new ArchiveDamage(day, file, what)), (day, parts, key) -> {
                long[] counts = new long[2];
                try {
                    for (PartCount count : readState(day, key).parts()) {
                        counts[0] += count.looks();
                        counts[1] += count.sightings();
                    }
                } catch (SealBrokenException e) {
                    // Told of by the visit.
                    counts[0] = 0;
                }
                for (Map.Entry<Integer, Form> part : parts.entrySet()) {
                    if (part.getValue() == Form.LOG) {
                        countLog(day, part.getKey(), key, counts, damaged);
                    }
                }
                days.add(new ArchiveCoverage.Day(day, counts[0], counts[1]));
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ArchiveCoverage(days.reversed(), damaged);
    }

    private void countLog(LocalDate day, int part, DataKey key, long[] counts, List<ArchiveDamage> damaged) {
        Path file = folder.log(day, part);
        try {
            BitSet standing = new BitSet();
            SightingLog.Replay replay = standing(file, key, day, part, new StandingLooks(), standing);
            replay.damage().forEach(what -> damaged.add(new ArchiveDamage(day, name(file), what)));
            SightingLog.read(file, key, day, part, replay.records(), (ordinal, entry) -> {
                if (standing.get(ordinal)) {
                    counts[0]++;
                    counts[1] += entry.sightings().size();
                }
            });
        } catch (IOException e) {
            damaged.add(new ArchiveDamage(day, name(file), FileReason.words(e)));
        }
    }

    @Override
    public List<ArchiveDamage> verify() {
        List<ArchiveDamage> damaged = new ArrayList<>();
        SealedPart.Memory memory = new SealedPart.Memory();
        try {
            visit((day, file, what) -> damaged.add(new ArchiveDamage(day, file, what)), (day, parts, key) -> {
                for (Map.Entry<Integer, Form> part : parts.entrySet()) {
                    verify(day, part.getKey(), part.getValue(), key, memory, damaged);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(damaged);
    }

    private void verify(
            LocalDate day, int part, Form form, DataKey key, SealedPart.Memory memory, List<ArchiveDamage> damaged) {
        List<PicturePlace> pictures = new ArrayList<>();
        Path file = switch (form) {
            case LOG -> folder.log(day, part);
            case PART -> folder.part(day, part);
        };
        try {
            switch (form) {
                case LOG -> {
                    SightingLog.Replay replay = SightingLog.read(
                            file,
                            key,
                            day,
                            part,
                            Integer.MAX_VALUE,
                            (ordinal, entry) -> entry.sightings().stream()
                                    .map(stored -> stored.bare().picture())
                                    .filter(place -> place.length() > 0)
                                    .forEach(pictures::add));
                    replay.damage().forEach(what -> damaged.add(new ArchiveDamage(day, name(file), what)));
                }
                case PART -> {
                    try (SealedPart whole = SealedPart.open(file, key, day, part, memory)) {
                        whole.check();
                        pictures.addAll(whole.pictures());
                    } finally {
                        memory.wipe();
                    }
                }
            }
        } catch (NoSuchFileException e) {
            damaged.add(new ArchiveDamage(day, name(file), "is missing"));
        } catch (IOException e) {
            damaged.add(new ArchiveDamage(day, name(file), broken(e)));
        } catch (MalformedException e) {
            damaged.add(new ArchiveDamage(day, name(file), String.valueOf(e.getMessage())));
        }
        if (!pictures.isEmpty()) {
            verifyPictures(day, part, key, pictures, damaged);
        }
    }

    private void verifyPictures(
            LocalDate day, int part, DataKey key, List<PicturePlace> pictures, List<ArchiveDamage> damaged) {
        Path file = folder.pictures(day, part);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            for (PicturePlace place : pictures) {
                try {
                    picture(channel, key, new SightingHit.PictureReference(day, part, place.offset(), place.length()));
                } catch (BrokenPictureException e) {
                    damaged.add(new ArchiveDamage(day, name(file), String.valueOf(e.getMessage())));
                }
            }
        } catch (NoSuchFileException e) {
            damaged.add(new ArchiveDamage(day, name(file), "is missing"));
        } catch (IOException e) {
            damaged.add(new ArchiveDamage(day, name(file), FileReason.words(e)));
        }
    }

    /** Takes what is damaged. */
    private interface Complaints {
        void damaged(LocalDate day, String file, String what);
    }

    /** Takes a day. */
    private interface DayVisitor {
        void day(LocalDate day, NavigableMap<Integer, Form> parts, DataKey key) throws IOException;
    }

    /** Goes through the days, newest first, and tells of those that cannot be opened or lack something. */
    private void visit(Complaints complaints, DayVisitor visitor) throws IOException {
        NavigableSet<LocalDate> days = folder.days();
        NavigableMap<LocalDate, NavigableSet<Path>> files = folder.filesByDay();
        NavigableSet<LocalDate> all = new TreeSet<>(files.keySet());
        all.addAll(days);
        for (LocalDate day : all.descendingSet()) {
            String keyName = name(folder.key(day));
            DataKey key;
            try {
                key = readKey(day);
            } catch (NoSuchFileException e) {
                if (Files.exists(folder.state(day)) || !folder.parts(day).isEmpty()) {
                    complaints.damaged(day, keyName, "is gone, and with it what was seen that day");
                }
                continue;
            } catch (SealBrokenException e) {
                complaints.damaged(day, keyName, "is not what was written, so that the day cannot be read");
                continue;
            }
            // Before the parts are listed: one that is sealed meanwhile is not missed.
            List<PartCount> expected = List.of();
            try {
                expected = readState(day, key).parts();
            } catch (SealBrokenException e) {
                complaints.damaged(day, name(folder.state(day)), "is not what was written");
            }
            NavigableMap<Integer, Form> parts = folder.parts(day);
            // After, since a day's state is written before its first part.
            boolean stated = Files.exists(folder.state(day));
            if (!Files.exists(folder.key(day))) {
                // Erased meanwhile.
                continue;
            }
            for (PartCount count : expected) {
                if (!parts.containsKey(count.part())) {
                    complaints.damaged(day, name(folder.part(day, count.part())), "is missing");
                }
            }
            if (!stated && !parts.isEmpty()) {
                complaints.damaged(day, name(folder.state(day)), "is missing");
            }
            visitor.day(day, parts, key);
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    /** A part that does not open: what the libraries say of it is of their insides. */
    private static String broken(IOException problem) {
        return problem instanceof java.nio.file.FileSystemException
                ? FileReason.words(problem)
                : "is not what was written";
    }

    @Override
    public void close() {
        writing.lock();
        try {
            closeCurrent();
            FileChannel channel = lockChannel;
            lockChannel = null;
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writing.unlock();
        }
    }
}
