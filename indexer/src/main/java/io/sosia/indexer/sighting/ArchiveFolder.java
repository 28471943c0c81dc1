package io.sosia.indexer.sighting;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of an archive's files; format version 1. A day's sightings lie in parts, so that neither sealing nor searching one
 * needs more memory than a part takes.
 *
 * <table>
 * <caption>Files</caption>
 * <tr><th>name</th><th>is</th></tr>
 * <tr><td>{@code archive}</td><td>the 8 bytes {@code SOSIASA1}; then {@code sightings}, sealed by the master key, which tells
 *     whether it is the right one</td></tr>
 * <tr><td>{@code lock}</td><td>empty; held by the process that writes</td></tr>
 * <tr><td>{@code DAY.key}</td><td>the day's key, wrapped ({@link io.sosia.indexer.seal.DataKey}). Without it all of the day is
 *     erased</td></tr>
 * <tr><td>{@code DAY.state}</td><td>which parts there have to be ({@link DayState})</td></tr>
 * <tr><td>{@code DAY.NNN.log}</td><td>a part that is being written ({@link SightingLog})</td></tr>
 * <tr><td>{@code DAY.NNN.part}</td><td>a part that is sealed and never changed ({@link SealedPart}); beside a log of the same
 *     number it is the one that counts</td></tr>
 * <tr><td>{@code DAY.NNN.pictures}</td><td>its pictures, each sealed as a record at its offset, one after another</td></tr>
 * <tr><td>{@code *.tmp}</td><td>being written, sealed too; swept away by the next process that writes</td></tr>
 * </table>
 *
 * {@code DAY} is a UTC date, {@code NNN} a number of three digits or more from 000. Every sealed thing has as its context
 * {@code sosia.sightings/1/}, its kind, its day, its part's number and its place within the file, so that none can be put in
 * another's place.
 *
 * @param root the archive's folder
 */
record ArchiveFolder(Path root) {

    private static final Pattern KEY = Pattern.compile("(\\d{4}-\\d{2}-\\d{2})\\.key");
    private static final Pattern NUMBERED =
            Pattern.compile("(\\d{4}-\\d{2}-\\d{2})\\.(\\d{3,9})\\.(log|part|pictures)");

    /** A part, written or being written. */
    enum Form {
        LOG,
        PART
    }

    Path marker() {
        return root.resolve("archive");
    }

    Path lock() {
        return root.resolve("lock");
    }

    Path key(LocalDate day) {
        return root.resolve(day + ".key");
    }

    Path state(LocalDate day) {
        return root.resolve(day + ".state");
    }

    Path log(LocalDate day, int part) {
        return root.resolve(name(day, part) + ".log");
    }

    Path part(LocalDate day, int part) {
        return root.resolve(name(day, part) + ".part");
    }

    Path pictures(LocalDate day, int part) {
        return root.resolve(name(day, part) + ".pictures");
    }

    private static String name(LocalDate day, int part) {
        return String.format(Locale.ROOT, "%s.%03d", day, part);
    }

    /** What a thing is sealed as. */
    static String context(String kind, LocalDate day, int part) {
        return "sosia.sightings/1/" + kind + "/" + day + "/" + part;
    }

    /** What a day's key or state is sealed as. */
    static String context(String kind, LocalDate day) {
        return "sosia.sightings/1/" + kind + "/" + day;
    }

    /** The days that have a key. */
    NavigableSet<LocalDate> days() throws IOException {
        NavigableSet<LocalDate> days = new TreeSet<>();
        for (String name : names()) {
            Matcher key = KEY.matcher(name);
            if (key.matches()) {
                days.add(LocalDate.parse(key.group(1)));
            }
        }
        return days;
    }

    /** The parts of a day that have a file, by number; one that is sealed counts as sealed. */
    NavigableMap<Integer, Form> parts(LocalDate day) throws IOException {
        NavigableMap<Integer, Form> parts = new TreeMap<>();
        for (String name : names()) {
            Matcher numbered = NUMBERED.matcher(name);
            if (numbered.matches() && numbered.group(1).equals(day.toString())) {
                int number = Integer.parseInt(numbered.group(2));
                switch (numbered.group(3)) {
                    case "log" -> parts.putIfAbsent(number, Form.LOG);
                    case "part" -> parts.put(number, Form.PART);
                    default -> {
                        // Pictures alone are no part.
                    }
                }
            }
        }
        return parts;
    }

    /** Every file that belongs to a day, its key apart; also of days whose key is gone. */
    NavigableMap<LocalDate, NavigableSet<Path>> filesByDay() throws IOException {
        NavigableMap<LocalDate, NavigableSet<Path>> files = new TreeMap<>();
        for (String name : names()) {
            if (name.matches("\\d{4}-\\d{2}-\\d{2}\\..+") && !KEY.matcher(name).matches()) {
                files.computeIfAbsent(LocalDate.parse(name.substring(0, 10)), day -> new TreeSet<>())
                        .add(root.resolve(name));
            }
        }
        return files;
    }

    private NavigableSet<String> names() throws IOException {
        NavigableSet<String> names = new TreeSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
            for (Path entry : entries) {
                names.add(String.valueOf(entry.getFileName()));
            }
        } catch (NoSuchFileException e) {
            // No archive yet.
            return names;
        }
        return names;
    }
}
