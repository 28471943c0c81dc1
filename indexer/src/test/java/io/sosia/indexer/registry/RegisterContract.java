package io.sosia.indexer.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.indexer.seal.KeyUnavailableException;
import io.sosia.indexer.seal.MasterKey;
import io.sosia.indexer.seal.SealBrokenException;
import io.sosia.indexer.seal.SubjectKey;
import io.sosia.models.vector.Cosine;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;
import io.sosia.models.vector.FaceVectors;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What every register keeps, whichever database it lives in. */
abstract class RegisterContract {

    static final Instant NOW = Instant.parse("2026-11-19T20:00:00.123Z");
    static final EmbeddingSpace SPACE = new EmbeddingSpace("test", "0123456789ab", "v1", 8);
    static final EmbeddingSpace OTHER_SPACE = new EmbeddingSpace("test", "0123456789ab", "v2", 4);

    private static final PersonId ANN = new PersonId("ann");
    private static final PersonId BOB = new PersonId("bob");
    /** Extends to a network, so that every database takes it. */
    static final Consent CONSENT =
            new Consent("file 7", LocalDate.parse("2026-01-01"), Optional.empty()).withNetworkStorage(true);

    private final RandomGenerator random = new Random(7);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before each test
    private Path keyFolder;

    /** A register with nothing in it. */
    abstract RegisterDatabase database();

    SqlRegister register() {
        return database().register(TestKeys.of(database()), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void aSubjectsKeyComesAndGoesWithTheTransaction() throws Exception {
        RegisterDatabase database = database();
        assertFalse(database.sealed());
        SqlSubjectKeys keys = database.subjectKeys(master("one.json"));
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(database.dataSource()));

        transaction.executeWithoutResult(status -> {
            keys.keyFor("person:bob");
            status.setRollbackOnly();
        });
        byte[] sealed = keys.keyFor("person:ann").seal(new byte[] {1, 2, 3}, "here");

        assertTrue(database.sealed());
        assertEquals(Optional.empty(), keys.find("person:bob"));
        SqlSubjectKeys again = database.subjectKeys(master("one.json"));
        assertArrayEquals(
                new byte[] {1, 2, 3}, again.find("person:ann").orElseThrow().open(sealed, "here"));
        assertArrayEquals(new byte[] {1, 2, 3}, again.keyFor("person:ann").open(sealed, "here"));
        assertTrue(again.destroy("person:ann"));
        assertFalse(again.destroy("person:ann"));
        assertEquals(Optional.empty(), keys.find("person:ann"));
        SubjectKey fresh = keys.keyFor("person:ann");
        assertThrows(SealBrokenException.class, () -> fresh.open(sealed, "here"));
        assertThrows(IllegalArgumentException.class, () -> keys.find("x".repeat(201)));
    }

    @Test
    void keysOpenWithTheMasterKeyThatTheyWereMadeWith() throws Exception {
        RegisterDatabase database = database();
        String signer = database.signingKey(master("one.json")).id();
        MasterKey other = master("other.json");

        assertEquals(signer, database.signingKey(master("one.json")).id());
        KeyUnavailableException refused =
                assertThrows(KeyUnavailableException.class, () -> database.subjectKeys(other));
        assertTrue(refused.toString().contains(MasterKey.FILE_VARIABLE), refused.toString());
    }

    @Test
    void aKeyThatWasTamperedWithIsNamed() throws Exception {
        RegisterDatabase database = database();
        SqlSubjectKeys keys = database.subjectKeys(master("one.json"));
        keys.keyFor("person:ann");
        keys.keyFor("person:bob");
        JdbcClient.create(database.dataSource())
                .sql("UPDATE seal_key SET wrapped = (SELECT wrapped FROM seal_key WHERE subject = 'person:ann')"
                        + " WHERE subject = 'person:bob'")
                .update();

        RegisterUnavailableException named =
                assertThrows(RegisterUnavailableException.class, () -> keys.find("person:bob"));
        assertTrue(named.toString().contains("person:bob"), named.toString());
    }

    private MasterKey master(String name) throws KeyUnavailableException {
        return MasterKey.find(keyFolder.resolve(name), Map.of(), true);
    }

    @Test
    void everythingThatAConsentSaysComesBack() {
        SqlRegister register = register();
        Consent said = new Consent(
                "file 9",
                LocalDate.parse("2026-01-01"),
                Optional.of(LocalDate.parse("2027-01-31")),
                Optional.of("寻找未经许可的使用"),
                Optional.of("2026-11 v2"),
                true,
                true,
                Optional.of("guardian 9.pdf"),
                Optional.empty());
        Revision before = register.revision();

        register.enrol(ANN, "Ann", said, List.of(photo(SPACE)));
        register.enrol(ANN, "Ann", said, List.of());

        assertEquals(said, register.person(ANN).orElseThrow().consent());
        assertEquals(before.version() + 1, register.version());
        Consent grown = consent("file 10", said.granted(), Optional.empty());
        assertEquals(grown, register.enrol(ANN, "Ann", grown, List.of()).consent());
    }

    @Test
    void whoWithdrewIsNotSearchableAndStaysUntilErased() {
        SqlRegister register = register();
        register.enrol(ANN, "Ann", CONSENT, List.of(photo(SPACE)));
        register.enrol(BOB, "Bob", CONSENT, List.of(photo(SPACE)));
        LocalDate day = LocalDate.parse("2026-11-20");
        Revision before = register.revision();

        Person withdrawn = register.withdraw(ANN, new Withdrawal(NOW, Optional.of("a letter of 王小明")))
                .orElseThrow();

        assertEquals(
                Optional.of(new Withdrawal(Instant.parse("2026-11-19T20:00:00.123Z"), Optional.of("a letter of 王小明"))),
                withdrawn.consent().withdrawn());
        assertFalse(withdrawn.consent().holdsOn(day));
        assertEquals(Set.of(BOB), register.searchable(day));
        assertEquals(Set.of(ANN), register.unsearchable(day));
        assertEquals(before.version() + 1, register.version());
        assertEquals(2, register.templateCount(SPACE));
        assertEquals(new RegisterSize(2), register.size());
        assertEquals("Ann", register.person(ANN).orElseThrow().name());
        assertEquals(
                Optional.of(withdrawn), register.withdraw(ANN, new Withdrawal(NOW.plusSeconds(9), Optional.empty())));
        assertEquals(before.version() + 1, register.version());
        assertEquals(Optional.empty(), register.withdraw(new PersonId("eve"), new Withdrawal(NOW, Optional.empty())));
        register.enrol(ANN, "Ann", consent("file 11", CONSENT.granted(), Optional.empty()), List.of());
        assertEquals(Set.of(ANN, BOB), register.searchable(day));
    }

    @Test
    void confirmedSightingsAreSearchedForAndAreNoPortraits() {
        SqlRegister register = register();
        EnrolledPhoto portrait = photo(SPACE);
        EnrolledPhoto sighting = photo(SPACE);
        Person ann = register.enrol(
                ANN,
                "Ann",
                CONSENT,
                List.of(
                        portrait,
                        new EnrolledPhoto(
                                sighting.sha256(),
                                sighting.quality(),
                                sighting.templates(),
                                Optional.empty(),
                                EnrolledPhoto.Origin.CONFIRMED_SIGHTING)));

        assertEquals(1, ann.photos());
        assertEquals(List.of(portrait.sha256()), register.photos(ANN));
        assertEquals(1, register.portraits(ANN).size());
        assertEquals(java.util.Map.of(ANN, 1), register.photosIn(SPACE));
        assertEquals(2, register.templateCount(SPACE));
        assertEquals(2, register.templates(List.of(ANN)).size());
        assertEquals(2, register.faces(ANN, SPACE).size());
    }

    @Test
    void templatesOfARangeAreThoseBetween() {
        SqlRegister register = register();
        assertEquals(List.of(), register.templatesBetween(SPACE, 0, Long.MAX_VALUE));
        register.enrol(ANN, "Ann", CONSENT, List.of(photo(SPACE), photo(OTHER_SPACE), photo(SPACE), photo(SPACE)));
        List<Template> all = register.templatesAfter(SPACE, 0, 10);

        assertEquals(all, register.templatesBetween(SPACE, 0, register.lastTemplate()));
        assertEquals(
                all.subList(1, 2),
                register.templatesBetween(
                        SPACE, all.getFirst().number(), all.get(1).number()));
        assertEquals(3 + 3 + 1, register.templateReading().templates());
    }

    @Test
    void nothingThatNamesOrShowsSomebodyLiesPlainInTheDatabase() throws SQLException {
        SqlRegister register = register();
        EnrolledPhoto photo = photo(SPACE);
        Consent said = new Consent(
                "unmistakable-reference",
                CONSENT.granted(),
                Optional.empty(),
                Optional.of("unmistakable-purpose"),
                Optional.of("v1"),
                true,
                true,
                Optional.of("unmistakable-guardian"),
                Optional.empty());
        register.enrol(ANN, "unmistakable-name", said, List.of(photo));
        register.withdraw(ANN, new Withdrawal(NOW, Optional.of("unmistakable-reason")));

        String all = dump();

        assertTrue(all.contains(photo.sha256()), "the dump holds what is plain");
        assertFalse(all.contains("unmistakable"), all);
        assertFalse(all.contains(
                HexFormat.of().formatHex(photo.templates().primary().toBytes())));
    }

    /** Every value of every table of people, bytes in hex and as text. */
    private String dump() throws SQLException {
        StringBuilder all = new StringBuilder();
        try (var connection = database().dataSource().getConnection();
                var statement = connection.createStatement()) {
            for (String table : List.of("register_person", "register_photo", "register_template", "seal_key")) {
                try (var rows = statement.executeQuery("SELECT * FROM " + table)) {
                    while (rows.next()) {
                        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                            byte[] bytes = rows.getBytes(i);
                            if (bytes != null) {
                                all.append(rows.getString(i)).append(' ');
                                all.append(new String(bytes, StandardCharsets.ISO_8859_1));
                                all.append(' ')
                                        .append(HexFormat.of().formatHex(bytes))
                                        .append('\n');
                            }
                        }
                    }
                }
            }
        }
        return all.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE register_person SET sealed_name = sealed_reference",
                "UPDATE register_person SET sealed_name = (SELECT sealed_name FROM register_person WHERE id = 'bob')"
                        + " WHERE id = 'ann'",
                "UPDATE seal_key SET wrapped = (SELECT wrapped FROM seal_key WHERE subject = 'person:bob')"
                        + " WHERE subject = 'person:ann'"
            })
    void whatWasMovedOrTamperedWithIsDamageAndNamed(String tampering) {
        SqlRegister register = register();
        register.enrol(ANN, "Ann", CONSENT, List.of(photo(SPACE)));
        register.enrol(BOB, "Bob", CONSENT, List.of(photo(SPACE)));
        JdbcClient.create(database().dataSource()).sql(tampering).update();

        RegisterUnavailableException named =
                assertThrows(RegisterUnavailableException.class, () -> register.person(ANN));

        assertEquals(RegisterUnavailableException.Problem.DAMAGED, named.problem());
        assertTrue(named.toString().contains("ann"), named.toString());
    }

    @Test
    void whoseKeyIsGoneIsErasedThoughTheRowsAreNot() {
        SqlRegister register = register();
        register.enrol(ANN, "Ann", CONSENT, List.of(photo(SPACE)));
        register.enrol(BOB, "Bob", CONSENT, List.of(photo(SPACE)));
        TestKeys.of(database()).destroy("person:ann");

        assertEquals(Optional.empty(), register.person(ANN));
        assertEquals(List.of(BOB), register.people().stream().map(Person::id).toList());
        assertEquals(
                List.of(BOB),
                register.templatesAfter(SPACE, 0, 1).stream()
                        .map(Template::person)
                        .toList());
        assertEquals(1, register.templateCount(SPACE), "as many as can be read");
        assertArrayEquals(
                new long[] {register.templatesAfter(SPACE, 0, 1).getFirst().number()}, register.templateNumbers(SPACE));
        RegisterUnavailableException refused = assertThrows(
                RegisterUnavailableException.class, () -> register.enrol(ANN, "Ann", CONSENT, List.of(photo(SPACE))));
        assertTrue(refused.toString().contains("person erase ann"), refused.toString());
        assertTrue(register.erase(ANN));
        assertEquals(
                "Ann",
                register.enrol(ANN, "Ann", CONSENT, List.of(photo(SPACE))).name());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE register_template SET vector = (SELECT vector FROM register_template WHERE number = 2) WHERE number = 1",
                "UPDATE register_template SET person = 'bob' WHERE number = 1",
                "UPDATE register_template SET space = 'test:0123456789ab:v3:8' WHERE number = 1"
            })
    void aTemplateOpensInItsOwnRowOnly(String tampering) {
        SqlRegister register = register();
        register.enrol(ANN, "Ann", CONSENT, List.of(photo(SPACE), photo(SPACE)));
        register.enrol(BOB, "Bob", CONSENT, List.of(photo(SPACE)));
        JdbcClient.create(database().dataSource()).sql(tampering).update();

        RegisterUnavailableException named =
                assertThrows(RegisterUnavailableException.class, () -> register.templates(List.of(ANN, BOB)));

        assertTrue(named.toString().contains("template 1 "), named.toString());
    }

    /** Bytes that {@link OldRegister} wrote plainly. */
    static List<byte[]> plainTraces(int people) {
        List<byte[]> traces = new ArrayList<>(List.of(OldRegister.MARK.getBytes(StandardCharsets.UTF_8)));
        for (int i = 0; i < 2 * people; i++) {
            traces.add(seededPhoto(i).templates().primary().toBytes());
        }
        return traces;
    }

    /** Everybody whom {@link OldRegister} wrote is there as they were. */
    static void requireWhole(SqlRegister register, int people) {
        assertEquals(people, register.people().size());
        assertEquals(2L * people, register.templateCount(SPACE));
        assertEquals(people, register.version());
        for (int i = 0; i < people; i++) {
            Person person = register.person(new PersonId("p-" + i)).orElseThrow();
            assertEquals("Name " + OldRegister.MARK + " " + i, person.name());
            assertEquals(
                    new Consent(
                            "reference " + OldRegister.MARK + " " + i,
                            LocalDate.parse("2026-01-01"),
                            Optional.of(LocalDate.parse("2027-12-31"))),
                    person.consent());
            assertEquals(
                    List.of(stored(2L * i), stored(2L * i + 1)),
                    register.faces(person.id(), SPACE).stream()
                            .map(FaceVectors::primary)
                            .toList());
        }
    }

    /** What a plain vector is read as: its length is made 1 anew. */
    private static Embedding stored(long seed) {
        return Embedding.fromBytes(
                SPACE, seededPhoto(seed).templates().primary().toBytes());
    }

    private static Consent consent(String reference, LocalDate granted, Optional<LocalDate> until) {
        return new Consent(reference, granted, until).withNetworkStorage(true);
    }

    @Test
    void whatIsEnrolledIsThere() {
        SqlRegister register = register();
        EnrolledPhoto first = photo(SPACE);
        EnrolledPhoto second = photo(SPACE);

        Person enrolled = register.enrol(ANN, "Ann Smith", CONSENT, List.of(first, second));

        assertEquals(new Person(ANN, "Ann Smith", CONSENT, 2, NOW), enrolled);
        assertEquals(Optional.of(enrolled), register.person(ANN));
        assertEquals(List.of(enrolled), register.people());
        assertEquals(List.of(first.sha256(), second.sha256()), register.photos(ANN));
        assertEquals(2, register.templateCount(SPACE));
        assertEquals(0, register.templateCount(OTHER_SPACE));
        List<Template> templates = register.templatesAfter(SPACE, 0, 10);
        assertEquals(List.of(ANN, ANN), templates.stream().map(Template::person).toList());
        assertArrayEquals(
                first.templates().primary().toArray(),
                templates.get(0).embedding().toArray(),
                1e-7f);
        assertArrayEquals(
                second.templates().primary().toArray(),
                templates.get(1).embedding().toArray(),
                1e-7f);
    }

    @Test
    void enrollingAgainAddsNewPhotosAndReplacesNameAndConsent() {
        SqlRegister register = register();
        EnrolledPhoto first = photo(SPACE);
        EnrolledPhoto second = photo(SPACE);
        register.enrol(ANN, "Ann", CONSENT, List.of(first));
        Consent later = new Consent("file 8", LocalDate.parse("2026-02-01"), Optional.of(LocalDate.parse("2027-01-31")))
                .withNetworkStorage(true);

        Person now = register.enrol(ANN, "Ann B.", later, List.of(first, second, second));

        assertEquals(new Person(ANN, "Ann B.", later, 2, NOW), now);
        assertEquals(2, register.templateCount(SPACE));
        assertEquals(later, register.enrol(ANN, "Ann B.", later, List.of()).consent());
    }

    @Test
    void whatAPhotoShowsIsKeptAndFilledIn() {
        SqlRegister register = register();
        EnrolledPhoto plain = photo(SPACE);
        EnrolledPhoto other = photo(SPACE);
        PortraitView view = new PortraitView(Facing.LEFT, 0.4);
        EnrolledPhoto seen = new EnrolledPhoto(plain.sha256(), 0.5, plain.templates(), Optional.of(view));
        register.enrol(ANN, "Ann", CONSENT, List.of(plain, other));
        assertEquals(
                List.of(
                        new RegisteredPhoto(plain.sha256(), Optional.empty()),
                        new RegisteredPhoto(other.sha256(), Optional.empty())),
                register.portraits(ANN));

        register.enrol(ANN, "Ann", CONSENT, List.of(seen));
        long version = register.version();
        register.enrol(ANN, "Ann", CONSENT, List.of(seen));

        assertEquals(version, register.version());
        assertEquals(
                List.of(
                        new RegisteredPhoto(plain.sha256(), Optional.of(view)),
                        new RegisteredPhoto(other.sha256(), Optional.empty())),
                register.portraits(ANN));
        assertEquals(List.of(), register.portraits(BOB));
    }

    @Test
    void lookAlikesAreKnownOfBothAndForgottenWithEither() {
        SqlRegister register = register();
        PersonId zoe = new PersonId("Zoe");
        for (PersonId person : List.of(ANN, BOB, zoe)) {
            register.enrol(person, "X", CONSENT, List.of(photo(SPACE)));
        }
        register.rememberLookAlikes(
                BOB, List.of(new LookAlike(ANN, new Cosine(0.5)), new LookAlike(zoe, new Cosine(0.7))));
        long version = register.version();
        register.rememberLookAlikes(ANN, List.of(new LookAlike(BOB, new Cosine(0.4))));
        register.rememberLookAlikes(ANN, List.of(new LookAlike(new PersonId("nobody"), new Cosine(0.9))));
        register.rememberLookAlikes(ANN, List.of());

        assertEquals(version, register.version());
        assertEquals(List.of(new LookAlike(BOB, new Cosine(0.5))), register.lookAlikes(ANN));
        assertEquals(
                List.of(new LookAlike(zoe, new Cosine(0.7)), new LookAlike(ANN, new Cosine(0.5))),
                register.lookAlikes(BOB));

        register.rememberLookAlikes(ANN, List.of(new LookAlike(BOB, new Cosine(0.8))));
        assertEquals(version + 1, register.version());
        assertEquals(List.of(new LookAlike(BOB, new Cosine(0.8))), register.lookAlikes(ANN));
        assertThrows(
                IllegalArgumentException.class,
                () -> register.rememberLookAlikes(ANN, List.of(new LookAlike(ANN, new Cosine(1)))));

        assertTrue(register.erase(zoe));
        assertTrue(register.erase(ANN));
        assertEquals(List.of(), register.lookAlikes(BOB));
    }

    @Test
    void whoWasComparedIsKnownUntilTheyGetAnotherTemplate() {
        SqlRegister register = register();
        register.enrol(BOB, "Bob", CONSENT, List.of(photo(SPACE)));
        register.enrol(ANN, "Ann", CONSENT, List.of(photo(SPACE)));
        assertEquals(List.of(ANN, BOB), register.notCompared(List.of(SPACE)));

        long version = register.version();
        long last = register.lastTemplate();
        assertTrue(register.rememberCompared(BOB, List.of(SPACE), last, last));
        assertFalse(register.rememberCompared(new PersonId("nobody"), List.of(SPACE), last, last));
        assertEquals(version, register.version());
        assertEquals(List.of(ANN), register.notCompared(List.of(SPACE)));
        assertEquals(List.of(ANN, BOB), register.notCompared(List.of(SPACE, OTHER_SPACE)));

        EnrolledPhoto another = photo(SPACE);
        register.enrol(BOB, "Bob", CONSENT, List.of(another));
        assertEquals(List.of(ANN, BOB), register.notCompared(List.of(SPACE)));
        last = register.lastTemplate();
        assertTrue(register.rememberCompared(BOB, List.of(SPACE), last, last));
        register.enrol(BOB, "Robert", CONSENT, List.of(another));
        assertEquals(List.of(ANN), register.notCompared(List.of(SPACE)));
    }

    @Test
    void whoeverWasComparedWithoutATemplateThatCameMeanwhileStaysToBeCompared() {
        SqlRegister register = register();
        assertEquals(0, register.lastTemplate());
        register.enrol(BOB, "Bob", CONSENT, List.of(photo(SPACE)));
        long before = register.lastTemplate();
        assertEquals(1, before);
        register.enrol(ANN, "Ann", CONSENT, List.of(photo(SPACE)));
        long after = register.lastTemplate();

        // Bob was compared when Ann was not there yet, Ann with herself left out.
        assertFalse(register.rememberCompared(BOB, List.of(SPACE), before, before));
        assertTrue(register.rememberCompared(ANN, List.of(SPACE), after, before));
        assertEquals(List.of(BOB), register.notCompared(List.of(SPACE)));

        // Ann gets a photo while she is compared.
        register.enrol(ANN, "Ann", CONSENT, List.of(photo(OTHER_SPACE)));
        assertFalse(register.rememberCompared(ANN, List.of(SPACE), after, register.lastTemplate()));
        assertEquals(List.of(ANN, BOB), register.notCompared(List.of(SPACE)));
    }

    @Test
    void facesAreThoseOfPhotos() {
        SqlRegister register = register();
        EnrolledPhoto lacking = photo(OTHER_SPACE);
        EnrolledPhoto plain = photo(SPACE);
        EnrolledPhoto both = new EnrolledPhoto(
                photo(SPACE).sha256(),
                0.5,
                FaceVectors.of(
                        photo(OTHER_SPACE).templates().primary(),
                        photo(SPACE).templates().primary()));
        register.enrol(ANN, "Ann", CONSENT, List.of(both, lacking, plain));
        register.enrol(BOB, "Bob", CONSENT, List.of(photo(SPACE)));

        assertEquals(
                List.of(
                        FaceVectors.of(
                                both.templates().in(SPACE).orElseThrow(),
                                both.templates().in(OTHER_SPACE).orElseThrow()),
                        plain.templates()),
                register.faces(ANN, SPACE));
        assertEquals(List.of(), register.faces(new PersonId("nobody"), SPACE));
    }

    @Test
    void onePhotoMayHaveTemplatesInSeveralSpaces() {
        SqlRegister register = register();
        EnrolledPhoto old = photo(SPACE);
        EnrolledPhoto renewed =
                new EnrolledPhoto(old.sha256(), 0.5, photo(OTHER_SPACE).templates());

        register.enrol(ANN, "Ann", CONSENT, List.of(old));
        Person now = register.enrol(ANN, "Ann", CONSENT, List.of(renewed));

        assertEquals(1, now.photos());
        assertEquals(List.of(old.sha256()), register.photos(ANN));
        assertEquals(1, register.templateCount(SPACE));
        assertEquals(1, register.templateCount(OTHER_SPACE));
    }

    @Test
    void aPhotoIsKeptInEverySpaceAndWhoLacksOneIsKnown() {
        SqlRegister register = register();
        EnrolledPhoto old = photo(SPACE);
        EnrolledPhoto whole = new EnrolledPhoto(
                photo(SPACE).sha256(),
                0.5,
                FaceVectors.of(
                        photo(SPACE).templates().primary(),
                        photo(OTHER_SPACE).templates().primary()));
        register.enrol(ANN, "Ann", CONSENT, List.of(old, whole));
        register.enrol(BOB, "Bob", CONSENT, List.of(photo(SPACE)));

        assertEquals(Map.of(ANN, 2, BOB, 1), register.photosIn(SPACE));
        assertEquals(Map.of(ANN, 1), register.photosIn(OTHER_SPACE));

        FaceVectors renewed = FaceVectors.of(
                old.templates().primary(), photo(OTHER_SPACE).templates().primary());
        register.enrol(ANN, "Ann", CONSENT, List.of(new EnrolledPhoto(old.sha256(), 0.5, renewed)));

        assertEquals(Map.of(ANN, 2), register.photosIn(OTHER_SPACE));
        assertEquals(Map.of(ANN, 2, BOB, 1), register.photosIn(SPACE));
    }

    @Test
    void templatesOfSomePeopleAreReadWithoutTheOthers() {
        SqlRegister register = register();
        EnrolledPhoto first = photo(SPACE);
        EnrolledPhoto second = photo(SPACE);
        register.enrol(ANN, "Ann", CONSENT, List.of(first));
        register.enrol(BOB, "Bob", CONSENT, List.of(photo(SPACE)));
        register.enrol(ANN, "Ann", CONSENT, List.of(second, photo(OTHER_SPACE)));

        List<Template> templates = register.templates(List.of(ANN, new PersonId("nobody"), ANN));

        assertEquals(
                List.of(ANN, ANN, ANN), templates.stream().map(Template::person).toList());
        assertEquals(
                List.of(SPACE, SPACE, OTHER_SPACE),
                templates.stream().map(template -> template.embedding().space()).toList());
        assertArrayEquals(
                first.templates().primary().toArray(),
                templates.get(0).embedding().toArray(),
                1e-7f);
        assertArrayEquals(
                second.templates().primary().toArray(),
                templates.get(1).embedding().toArray(),
                1e-7f);
        assertEquals(List.of(), register.templates(List.of()));
        List<PersonId> tooMany =
                IntStream.range(0, 901).mapToObj(i -> new PersonId("p" + i)).toList();
        assertThrows(IllegalArgumentException.class, () -> register.templates(tooMany));
    }

    @Test
    void twoPeopleMayBeRegisteredFromOnePhotoFile() {
        SqlRegister register = register();
        EnrolledPhoto photo = photo(SPACE);
        register.enrol(ANN, "Ann", CONSENT, List.of(photo));
        register.enrol(BOB, "Bob", CONSENT, List.of(photo));

        assertEquals(2, register.templateCount(SPACE));
        assertEquals(
                List.of(ANN, BOB), register.people().stream().map(Person::id).toList());
    }

    @Test
    void aNewPersonNeedsAPhoto() {
        SqlRegister register = register();
        long version = register.version();

        assertThrows(IllegalArgumentException.class, () -> register.enrol(ANN, "Ann", CONSENT, List.of()));

        assertEquals(Optional.empty(), register.person(ANN));
        assertEquals(version, register.version());
    }

    @Test
    void everyChangeRaisesTheVersionAndLeavesAStamp() {
        SqlRegister register = register();
        List<Revision> revisions = new ArrayList<>(List.of(register.revision()));
        List<Runnable> changes = List.of(
                () -> register.enrol(ANN, "Ann", CONSENT, List.of(photo(SPACE))),
                () -> register.enrol(ANN, "Ann", CONSENT, List.of(photo(SPACE))),
                () -> register.enrol(ANN, "Anna", CONSENT, List.of()),
                () -> register.addLicence(terms(ANN, "acct-1")),
                () -> register.revoke("L-000001", NOW),
                () -> register.erase(ANN));
        for (Runnable change : changes) {
            change.run();
            revisions.add(register.revision());
        }

        for (int i = 1; i < revisions.size(); i++) {
            assertEquals(revisions.get(i - 1).version() + 1, revisions.get(i).version());
            assertNotEquals(revisions.get(i - 1).stamp(), revisions.get(i).stamp());
        }
        assertTrue(revisions.stream().allMatch(register::hasBeen));
        assertFalse(register.hasBeen(
                new Revision(revisions.get(2).version(), revisions.get(3).stamp())));
        assertEquals(revisions.getLast().version(), register.version());
    }

    @Test
    void whatChangesNothingRaisesNothing() {
        SqlRegister register = register();
        EnrolledPhoto photo = photo(SPACE);
        register.enrol(ANN, "Ann", CONSENT, List.of(photo));
        register.addLicence(terms(ANN, "acct-1"));
        register.revoke("L-000001", NOW);
        Revision before = register.revision();

        register.enrol(ANN, "Ann", CONSENT, List.of(photo));
        register.revoke("L-000001", NOW.plusSeconds(60));
        register.revoke("L-000002", NOW);
        register.erase(BOB);

        assertEquals(before, register.revision());
    }

    @Test
    void erasingLeavesNothingOfThePerson() throws Exception {
        SqlRegister register = register();
        register.enrol(ANN, "Ann", CONSENT, List.of(photo(SPACE), photo(OTHER_SPACE)));
        register.enrol(BOB, "Bob", CONSENT, List.of(photo(SPACE)));
        register.addLicence(terms(ANN, "acct-1"));
        register.addLicence(terms(BOB, "acct-1"));

        assertTrue(register.erase(ANN));
        assertFalse(register.erase(ANN));

        assertEquals(Optional.empty(), register.person(ANN));
        assertEquals(List.of(), register.photos(ANN));
        assertEquals(List.of(), register.licences(ANN));
        assertEquals(
                List.of(BOB),
                register.licences().stream().map(l -> l.terms().person()).toList());
        assertEquals(1, register.templateCount(SPACE));
        assertEquals(0, register.templateCount(OTHER_SPACE));
        try (var connection = database().dataSource().getConnection();
                var statement = connection.createStatement()) {
            for (String table : List.of(
                    "register_person WHERE id",
                    "register_photo WHERE person",
                    "register_template WHERE person",
                    "register_licence WHERE person",
                    "seal_key WHERE 'ann' = 'ann' AND subject = 'person:ann' AND 'ann'")) {
                try (var rows = statement.executeQuery("SELECT count(*) FROM " + table + " = 'ann'")) {
                    assertTrue(rows.next());
                    assertEquals(0, rows.getInt(1), table);
                }
            }
        }
    }

    @Test
    void templateNumbersRiseAndAreNeverGivenAgain() {
        SqlRegister register = register();
        register.enrol(ANN, "Ann", CONSENT, List.of(photo(SPACE), photo(OTHER_SPACE), photo(SPACE)));
        long[] before = register.templateNumbers(SPACE);
        register.erase(ANN);
        register.enrol(BOB, "Bob", CONSENT, List.of(photo(SPACE), photo(SPACE)));
        long[] after = register.templateNumbers(SPACE);

        assertEquals(2, before.length);
        assertTrue(before[0] < before[1] && before[1] < after[0] && after[0] < after[1]);
        assertEquals(0, register.templatesAfter(SPACE, after[1], 5).size());
        assertEquals(1, register.templatesAfter(SPACE, after[0], 5).size());
        assertEquals(1, register.templatesAfter(SPACE, 0, 1).size());
    }

    @Test
    void templatesAreReadInOrderOverManyPages() {
        SqlRegister register = register();
        List<EnrolledPhoto> photos =
                Stream.generate(() -> photo(SPACE)).limit(1_050).toList();
        register.enrol(ANN, "Ann", CONSENT, photos.subList(0, 600));
        register.enrol(BOB, "Bob", CONSENT, photos.subList(600, 1_050));

        try (Stream<Template> templates = register.templates(SPACE)) {
            long[] numbers = templates.mapToLong(Template::number).toArray();
            assertArrayEquals(register.templateNumbers(SPACE), numbers);
            assertArrayEquals(LongStream.of(numbers).sorted().distinct().toArray(), numbers);
            assertEquals(1_050, numbers.length);
        }
    }

    @Test
    void onlyThoseWhoseConsentHoldsAreSearchable() {
        SqlRegister register = register();
        LocalDate first = LocalDate.parse("2026-03-01");
        LocalDate last = LocalDate.parse("2026-03-31");
        register.enrol(ANN, "Ann", consent("a", first, Optional.of(last)), List.of(photo(SPACE)));
        register.enrol(BOB, "Bob", consent("b", first, Optional.empty()), List.of(photo(SPACE)));

        assertEquals(Set.of(), register.searchable(first.minusDays(1)));
        assertEquals(Set.of(ANN, BOB), register.searchable(first));
        assertEquals(Set.of(ANN, BOB), register.searchable(last));
        assertEquals(Set.of(BOB), register.searchable(last.plusDays(1)));
        assertEquals(Set.of(ANN, BOB), register.unsearchable(first.minusDays(1)));
        assertEquals(Set.of(), register.unsearchable(last));
        assertEquals(Set.of(ANN), register.unsearchable(last.plusDays(1)));
    }

    @Test
    void licencesAreNumberedAndComeBackWhole() {
        SqlRegister register = register();
        register.enrol(ANN, "Ann", CONSENT, List.of(photo(SPACE)));
        LicenceTerms narrow = new LicenceTerms(
                ANN,
                "acct-9",
                Optional.of("drama-7"),
                Set.of("drama", "advert"),
                Set.of("CN", "KR"),
                LocalDate.parse("2026-01-01"),
                LocalDate.parse("2026-12-31"),
                Optional.of("a".repeat(64)));

        Licence first = register.addLicence(narrow);
        Licence second = register.addLicence(terms(ANN, "acct-1"));

        assertEquals(new Licence("L-000001", narrow, NOW, Optional.empty()), first);
        assertEquals("L-000002", second.id());
        assertEquals(terms(ANN, "acct-1"), second.terms());
        assertEquals(List.of(first, second), register.licences());
        assertEquals(List.of(first, second), register.licences(ANN));
        assertEquals(List.of(), register.licences(BOB));
    }

    @Test
    void aLicenceNeedsARegisteredPerson() {
        SqlRegister register = register();

        assertThrows(IllegalArgumentException.class, () -> register.addLicence(terms(ANN, "acct-1")));

        register.enrol(ANN, "Ann", CONSENT, List.of(photo(SPACE)));
        assertEquals("L-000001", register.addLicence(terms(ANN, "acct-1")).id());
    }

    @Test
    void theFirstRevocationStands() {
        SqlRegister register = register();
        register.enrol(ANN, "Ann", CONSENT, List.of(photo(SPACE)));
        Licence licence = register.addLicence(terms(ANN, "acct-1"));
        Instant when = Instant.parse("2026-11-20T00:00:00Z");

        Optional<Licence> revoked = register.revoke(licence.id(), when);
        Optional<Licence> again = register.revoke(licence.id(), when.plusSeconds(1));

        assertEquals(Optional.of(when), revoked.orElseThrow().revoked());
        assertEquals(revoked, again);
        assertEquals(List.of(revoked.get()), register.licences());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "L-1",
                "L-0000001",
                "l-000001",
                "L-000001 ",
                "L-000002",
                "L-999999999999999999999",
                "L-000001' OR '1'='1"
            })
    void noSuchLicenceIsRevoked(String id) {
        SqlRegister register = register();
        register.enrol(ANN, "Ann", CONSENT, List.of(photo(SPACE)));
        Licence licence = register.addLicence(terms(ANN, "acct-1"));

        assertEquals(Optional.empty(), register.revoke(id, NOW));
        assertEquals(List.of(licence), register.licences());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"O'Neil\"; DROP TABLE register_person; --", "王小明", "김 민준", "😀 Ann", "A%_\\", "{\"a\":1}", "?:x"
            })
    void namesAreKeptAsTheyAre(String name) {
        SqlRegister register = register();
        register.enrol(ANN, name, consent(name, CONSENT.granted(), Optional.empty()), List.of(photo(SPACE)));
        register.addLicence(terms(ANN, name));

        assertEquals(name, register.person(ANN).orElseThrow().name());
        assertEquals(name, register.person(ANN).orElseThrow().consent().reference());
        assertEquals(name, register.licences(ANN).getFirst().terms().licensee());
        assertEquals(1, register.people().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "a\nb", "\u001b[31mred", "a\ud800b", "\u202edlo", "a\u2028b"})
    void namesThatDatabasesOrTerminalsTakeAmissAreRefused(String name) {
        SqlRegister register = register();
        Revision before = register.revision();

        assertThrows(IllegalArgumentException.class, () -> register.enrol(ANN, name, CONSENT, List.of(photo(SPACE))));
        assertThrows(
                IllegalArgumentException.class,
                () -> register.enrol(
                        ANN, "Ann", consent(name, CONSENT.granted(), Optional.empty()), List.of(photo(SPACE))));
        register.enrol(ANN, "Ann", CONSENT, List.of(photo(SPACE)));
        assertThrows(IllegalArgumentException.class, () -> register.addLicence(terms(ANN, name)));
        assertEquals(before.version() + 1, register.version());
    }

    @Test
    void yearsThatDoNotSortAsTextAreRefused() {
        SqlRegister register = register();
        Consent endless = consent("a", CONSENT.granted(), Optional.of(LocalDate.of(10_000, 1, 1)));

        assertThrows(IllegalArgumentException.class, () -> register.enrol(ANN, "Ann", endless, List.of(photo(SPACE))));
        assertThrows(IllegalArgumentException.class, () -> register.searchable(LocalDate.MAX));
    }

    @Test
    void idsThatDifferInCaseAreDifferentPeopleInTheirOrder() {
        SqlRegister register = register();
        for (String id : List.of("b", "A", "a", "B", "a.1", "a-1", "a_1", "0")) {
            register.enrol(new PersonId(id), "X", CONSENT, List.of(photo(SPACE)));
        }

        assertEquals(
                List.of("0", "A", "B", "a", "a-1", "a.1", "a_1", "b"),
                register.people().stream().map(person -> person.id().value()).toList());
    }

    @Test
    void manyWritersAtOnceLoseNothing() throws Exception {
        SqlRegister register = register();
        int writers = 4;
        int each = 10;
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(writers)) {
            for (int w = 0; w < writers; w++) {
                int writer = w;
                running.add(executor.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        PersonId id = new PersonId("p-" + writer + "-" + i);
                        register.enrol(id, "X", CONSENT, List.of(seededPhoto(writer * 1_000L + i)));
                        register.enrol(ANN, "Ann", CONSENT, List.of(seededPhoto(50_000 + writer * 1_000L + i)));
                        register.addLicence(terms(id, "acct-1"));
                    }
                }));
            }
        }
        for (Future<?> future : running) {
            try {
                future.get();
            } catch (ExecutionException e) {
                throw new AssertionError(e.getCause());
            }
        }

        assertEquals(writers * each + 1, register.people().size());
        assertEquals(2L * writers * each, register.templateCount(SPACE));
        assertEquals(3L * writers * each, register.version());
        assertEquals(
                (long) writers * each,
                register.licences().stream().map(Licence::id).distinct().count());
    }

    EnrolledPhoto photo(EmbeddingSpace space) {
        return photo(space, random);
    }

    static EnrolledPhoto seededPhoto(long seed) {
        return photo(SPACE, new Random(seed));
    }

    private static EnrolledPhoto photo(EmbeddingSpace space, RandomGenerator random) {
        byte[] hash = new byte[32];
        random.nextBytes(hash);
        float[] vector = new float[space.dimensions()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return new EnrolledPhoto(
                HexFormat.of().formatHex(hash), random.nextDouble(), Embedding.normalised(space, vector));
    }

    static LicenceTerms terms(PersonId person, String licensee) {
        return new LicenceTerms(
                person,
                licensee,
                Optional.empty(),
                Set.of(),
                Set.of(),
                LocalDate.parse("2026-01-01"),
                LocalDate.parse("2026-12-31"),
                Optional.empty());
    }
}
