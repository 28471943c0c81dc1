package io.sosia.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.indexer.lucene.IndexSettings;
import io.sosia.indexer.lucene.LuceneEnrolledFaces;
import io.sosia.indexer.registry.Person;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.indexer.registry.SqlRegister;
import io.sosia.indexer.registry.Template;
import io.sosia.indexer.seal.MasterKey;
import io.sosia.jobs.Traces;
import io.sosia.jobs.scan.SharedData;
import io.sosia.models.vector.EmbeddingSpace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A home that everything was done in, stolen without its master key: it shows nobody's face, gives nobody's vector, and names
 * nobody. And what one of its people leaves in it when they are erased, the key being there.
 */
class StolenHomeIT {

    private static final String SINGER = "Unmistakable Singer";
    private static final String CONSENT = "CONSENT-UNMISTAKABLE-2026-17";
    private static final String REQUESTER = "Requestera Unmistakable";
    private static final String CONTACT = "requestera@unmistakable.example";
    private static final String STATEMENT = "I was never filmed unmistakably in that scene";

    private static final String REVIEWER = "Reviewera Unmistakable";
    private static final String REASON = "The scar over the left eye is unmistakable";

    /** How a JPEG (with its first segment) or a PNG file begins; no sealed byte looks like it by chance in an age. */
    private static final Pattern PICTURE = Pattern.compile(
            "\u00FF\u00D8\u00FF(\u00E0..JFIF\u0000|\u00E1..Exif\u0000|\u00DB\u0000[C\u0084])|\u0089PNG\r\n\u001A\n",
            Pattern.DOTALL);

    @TempDir
    private Path folder;

    private final List<CommandRun> runs = new ArrayList<>();

    private Path home() {
        return folder.resolve("home");
    }

    private CommandRun run(Path data, String... words) {
        CommandRun run = CommandRun.withModels(home(), data, words);
        runs.add(run);
        return run;
    }

    private CommandRun done(Path data, String... words) {
        CommandRun run = run(data, words);
        assertEquals(0, run.status(), () -> String.join(" ", words) + ": " + run.err() + defects());
        return run;
    }

    private String defects() {
        if (!Files.isDirectory(home().resolve("logs"))) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        try {
            for (Path file : files(home().resolve("logs"))) {
                text.append(Files.readString(file));
            }
        } catch (IOException e) {
            text.append(e);
        }
        return text.toString();
    }

    /** Everything that puts somebody's data into a home. */
    private void fill(Path data) throws IOException {
        Files.createDirectories(
                home(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(home().resolve("sosia.json"), "{\"sightings\": {\"retention\": \"P30D\"}}");
        String singer = data.resolve("videos/real/lin-manuel-miranda.png").toString();
        String other = data.resolve("photos/obama.jpg").toString();
        done(data, "person", "add", "p-1", "--name", SINGER, "--consent", CONSENT, singer);
        done(data, "person", "add", "p-2", "--name", "Second Unmistakable", "--consent", "c-2", other);
        done(
                data,
                "licence",
                "add",
                "--person",
                "p-2",
                "--licensee",
                "acct-9",
                "--from",
                "2026-01-01",
                "--until",
                "2026-12-31");
        CommandRun scan = done(
                data,
                "scan",
                data.resolve("videos/real/short_hamilton_clip.mp4").toString(),
                "--page",
                folder.resolve("page.html").toString());
        assertTrue(scan.out().contains("\"person\":\"p-1\""), scan.out());
        CommandRun opened = done(
                data,
                "takedown",
                "open",
                "--as",
                "person",
                "--requester",
                REQUESTER,
                "--contact",
                CONTACT,
                "--identity-checked",
                "passport",
                "--checked-by",
                "reviewer-3",
                "--photo",
                singer,
                "--statement",
                STATEMENT);
        String number = opened.json().stream()
                .filter(line -> line.get("type").asString().equals("case"))
                .findFirst()
                .orElseThrow()
                .get("number")
                .asString();
        CommandRun found = done(
                data,
                "takedown",
                "run",
                number,
                // Of photos of somebody registered: whoever asks has been checked, and is not them.
                "--somebody-else",
                "--page",
                folder.resolve("case.html").toString());
        List<String> findings = found.json().stream()
                .filter(line -> line.get("type").asString().equals("case_finding"))
                .map(line -> line.get("id").asString())
                .toList();
        assertFalse(findings.isEmpty(), found.out());
        for (String finding : findings) {
            done(data, "review", finding, "--decision", "confirm", "--by", REVIEWER, "--reason", REASON);
        }
        done(data, "review", "F-000001", "--decision", "confirm", "--by", REVIEWER, "--reason", REASON);
        done(
                data,
                "takedown",
                "answer",
                number,
                "--to",
                "requester",
                "--lang",
                "en",
                "--out",
                folder.resolve("letters").toString());
        CommandRun night = done(data, "retention", "--verify");
        assertTrue(
                night.json().stream()
                        .allMatch(step -> step.get("state").asString().equals("done")),
                night.out());
    }

    /** Of vectors, in every form that a program may write them in. */
    private static void addVector(Traces traces, String name, float[] vector) {
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * vector.length).order(order);
            bytes.asFloatBuffer().put(vector);
            addBytes(traces, name + " " + order, bytes.array());
        }
        byte[] quantised = new byte[vector.length];
        for (int i = 0; i < vector.length; i++) {
            quantised[i] = (byte) Math.round(vector[i] * 127);
        }
        traces.add(name + " in bytes", quantised);
    }

    /** As they are, and as text. */
    private static void addBytes(Traces traces, String name, byte[] bytes) {
        traces.add(name, bytes);
        traces.add(name + " in hex", HexFormat.of().formatHex(bytes).getBytes(StandardCharsets.US_ASCII));
        for (int shift = 0; shift < 3; shift++) {
            byte[] rest = java.util.Arrays.copyOfRange(bytes, shift, bytes.length);
            traces.add(name + " in base64", Base64.getEncoder().withoutPadding().encode(rest));
        }
    }

    /** The vectors and pictures that the home keeps of a person. */
    private Traces of(String person) throws Exception {
        Traces traces = new Traces();
        try (Opened opened = open(home())) {
            int number = 0;
            for (Template template : opened.register.templates(List.of(new PersonId(person)))) {
                number++;
                addVector(traces, "vector " + number, template.embedding().toArray());
            }
            assertEquals(4, number, "one by each recogniser, of the portrait and of the confirmed sighting");
        }
        return traces;
    }

    private void addPictures(Traces traces, String page) throws IOException {
        Matcher shown =
                Pattern.compile("data:image/jpeg;base64,([^\"]*)\"").matcher(Files.readString(folder.resolve(page)));
        int number = 0;
        while (shown.find()) {
            number++;
            byte[] jpeg = Base64.getDecoder().decode(shown.group(1).replace("&#x3D;", "="));
            addBytes(traces, page + " " + number, withoutHeader(jpeg));
        }
        assertTrue(number > 0, "a finding has pictures");
    }

    /** Tables that all JPEG files share, and that lie in libraries too, come before the scan's data (marker SOS). */
    private static byte[] withoutHeader(byte[] picture) {
        String text = new String(picture, StandardCharsets.ISO_8859_1);
        int scan = text.startsWith("\u00FF\u00D8") ? text.lastIndexOf("\u00FF\u00DA") : 64;
        return java.util.Arrays.copyOfRange(picture, scan, picture.length);
    }

    @Test
    void theStolenHomeGivesNoVectorNoPictureAndNoName() throws Exception {
        Path data = SharedData.folder();
        Set<Path> before = temporaryFiles();
        fill(data);
        Traces traces = of("p-1");
        addPictures(traces, "page.html");
        addPictures(traces, "case.html");
        for (String photo : List.of("videos/real/lin-manuel-miranda.png", "photos/obama.jpg")) {
            addBytes(traces, photo, withoutHeader(Files.readAllBytes(data.resolve(photo))));
        }
        for (String text :
                List.of(SINGER, "Second Unmistakable", CONSENT, REQUESTER, CONTACT, STATEMENT, REVIEWER, REASON)) {
            traces.add(text, text.getBytes(StandardCharsets.UTF_8));
            traces.add(text + " in UTF-16", text.getBytes(StandardCharsets.UTF_16LE));
            addBytes(traces, text, text.getBytes(StandardCharsets.UTF_8));
        }
        assertFalse(traces.in(folder).isEmpty(), "the page that was asked for shows faces");

        assertEquals(List.of(), traces.in(home()));
        assertEquals(List.of(), pictures(home()), "no picture begins anywhere");
        assertEquals(List.of(), openToOthers(home()), "nobody else may read anything");
        Set<Path> written = temporaryFiles();
        written.removeAll(before);
        for (Path file : written) {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.isReadable(file)) {
                assertEquals(List.of(), traces.in(Files.readAllBytes(file)), () -> file.toString());
            }
        }
        for (CommandRun run : runs) {
            for (String text : List.of(SINGER, CONSENT, REQUESTER, CONTACT, STATEMENT, REVIEWER, REASON)) {
                assertFalse(run.err().contains(text), "what is told of a run names nobody: " + run.err());
            }
        }
        withoutTheKeyNothingOpens(data);
    }

    private void withoutTheKeyNothingOpens(Path data) throws IOException {
        Files.delete(home().resolve("keys/master.json"));
        Set<String> names = new TreeSet<>(List.of(
                "person list",
                "findings",
                "page --out x.html",
                "takedown list",
                "audit list",
                "review --list",
                "receipt list",
                "retention"));
        for (String words : names) {
            CommandRun run = run(data, words.split(" "));
            assertEquals(3, run.status(), () -> words + ": " + run.out() + run.err());
            assertTrue(run.err().contains("master key"), run.err());
            assertEquals("", run.out());
        }
        assertFalse(Files.exists(home().resolve("keys/master.json")), "none is made in its place");
    }

    @Test
    void ofTheErasedNothingIsLeftAndEverybodyElseIsFoundAsBefore() throws Exception {
        Path data = SharedData.folder();
        fill(data);
        // So many that the database's pages have been divided and joined.
        List<String> others = List.of("Family1-Dad", "Family1-Mom", "Family1-Son", "Family2-Lady", "Family2-Man");
        for (String other : others) {
            done(
                    data,
                    "person",
                    "add",
                    other,
                    "--name",
                    other,
                    "--consent",
                    "c",
                    data.resolve("photos/azure-family/" + other + "1.jpg").toString());
        }
        Traces traces = of("p-1");
        addPictures(traces, "page.html");
        addSealed(traces, "p-1");
        traces.add(SINGER, SINGER.getBytes(StandardCharsets.UTF_8));
        assertTrue(traces.in(home()).contains("sealed 1 in register.db"), () -> "the sealed bytes are there before");
        Files.delete(folder.resolve("page.html"));
        Files.delete(folder.resolve("case.html"));
        Path probes = folder.resolve("probes");
        for (String other : others) {
            CommandRun probe = CommandRun.withModels(
                    probes,
                    data,
                    "person",
                    "add",
                    other,
                    "--name",
                    "N",
                    "--consent",
                    "c",
                    data.resolve("photos/azure-family/" + other + "2.jpg").toString());
            assertEquals(0, probe.status(), probe.err());
        }
        List<String> found = nearest(probes, "p-1");
        assertTrue(found.size() >= 2 * others.size(), found::toString);

        Path receipt = folder.resolve("receipt.json");

        CommandRun erased = done(data, "person", "erase", "p-1", "--receipt", receipt.toString());

        assertEquals(List.of(), traces.in(folder));
        assertEquals(found, nearest(probes, "p-1"));
        assertEquals("", done(data, "findings", "--person", "p-1").out());
        assertFalse(done(data, "person", "list").out().contains("p-1"));
        String opening = erased.json().getFirst().get("opening").asString();
        done(data, "receipt", "verify", receipt.toString(), "--person", "p-1", "--opening", opening);
        assertEquals(
                1,
                run(data, "receipt", "verify", receipt.toString(), "--person", "p-2", "--opening", opening)
                        .status());
        CommandRun again = run(
                data,
                "scan",
                data.resolve("videos/real/short_hamilton_clip.mp4").toString());
        assertEquals(0, again.status(), again.err());
        assertFalse(again.out().contains("\"person\":\"p-1\""), "nobody finds them again");
        assertEquals(1, run(data, "person", "erase", "p-1").status());
    }

    /**
     * Whom further photos of people are like, in the order of likeness and how much, in each space.
     *
     * @param less left out
     */
    private List<String> nearest(Path probes, String less) throws Exception {
        List<String> found = new ArrayList<>();
        try (Opened searched = open(home());
                Opened asked = open(probes)) {
            List<PersonId> people =
                    asked.register.people().stream().map(Person::id).toList();
            for (Template probe : asked.register.templates(people)) {
                EmbeddingSpace space = probe.embedding().space();
                try (LuceneEnrolledFaces faces = LuceneEnrolledFaces.open(
                        searched.register,
                        space,
                        IndexSettings.standard(),
                        Clock.fixed(CommandRun.NOW, ZoneOffset.UTC))) {
                    faces.search(probe.embedding(), 100).stream()
                            .filter(candidate -> !candidate.person().value().equals(less))
                            .forEach(candidate -> found.add(probe.person() + " " + space + " " + candidate));
                }
            }
        }
        return found;
    }

    /** A register and what it was opened with. */
    private record Opened(RegisterDatabase database, SqlRegister register) implements AutoCloseable {
        @Override
        public void close() {
            database.close();
        }
    }

    private static Opened open(Path home) throws Exception {
        RegisterDatabase database = RegisterDatabase.open(home.resolve("register.db"));
        MasterKey master = MasterKey.find(home.resolve("keys/master.json"), Map.of(), false);
        return new Opened(
                database, database.register(database.subjectKeys(master), Clock.fixed(CommandRun.NOW, ZoneOffset.UTC)));
    }

    /** What lies in the database of a person, sealed, and the wrapped key. */
    private void addSealed(Traces traces, String person) throws Exception {
        try (RegisterDatabase database = RegisterDatabase.open(home().resolve("register.db"))) {
            JdbcClient sql = JdbcClient.create(database.dataSource());
            List<byte[]> sealed = new ArrayList<>();
            for (String query : List.of(
                    "SELECT wrapped FROM seal_key WHERE subject = 'person:' || ?",
                    "SELECT vector FROM register_template WHERE person = ?",
                    "SELECT sealed_name FROM register_person WHERE id = ?",
                    "SELECT templates FROM review_lesson WHERE person = ?",
                    "SELECT content FROM review_opinion WHERE person = ?",
                    "SELECT t.templates FROM scan_finding_track t JOIN scan_finding f ON f.finding = t.finding"
                            + " WHERE f.person = ?",
                    "SELECT p.jpeg FROM scan_picture p JOIN scan_finding f ON f.finding = p.finding WHERE f.person = ?")) {
                List<byte[]> some = sql.sql(query)
                        .param(person)
                        .query((row, index) -> row.getBytes(1))
                        .list();
                assertFalse(some.isEmpty(), query);
                sealed.addAll(some);
            }
            int number = 0;
            for (byte[] bytes : sealed) {
                number++;
                traces.add("sealed " + number, bytes);
            }
        }
    }

    private static Set<Path> temporaryFiles() throws IOException {
        Set<Path> files = new TreeSet<>();
        try (Stream<Path> below = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            below.filter(path -> !String.valueOf(path.getFileName()).startsWith("junit"))
                    .forEach(files::add);
        }
        return files;
    }

    private static List<String> pictures(Path root) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : files(root)) {
            if (PICTURE.matcher(Files.readString(file, StandardCharsets.ISO_8859_1))
                    .find()) {
                found.add(root.relativize(file).toString());
            }
        }
        return found;
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> below = Files.walk(root)) {
            return below.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        }
    }

    /** What others than its owner may do anything with; settings are the operator's own file. */
    private static List<String> openToOthers(Path root) throws IOException {
        Set<PosixFilePermission> owner = PosixFilePermissions.fromString("rwx------");
        List<String> open = new ArrayList<>();
        try (Stream<Path> below = Files.walk(root)) {
            for (Path path : (Iterable<Path>) below::iterator) {
                if (!path.endsWith("sosia.json") && !owner.containsAll(Files.getPosixFilePermissions(path))) {
                    open.add(root.relativize(path) + " "
                            + PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
                }
            }
        }
        return open;
    }
}
