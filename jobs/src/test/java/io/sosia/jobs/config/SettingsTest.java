package io.sosia.jobs.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    @TempDir
    private Path folder;

    @Test
    void everyDefaultIsAsWrittenHere() {
        Settings settings = Settings.defaults();

        assertEquals(Optional.empty(), settings.database().url());
        ScanSettings scan = settings.scan();
        assertEquals("nightly", scan.sampling());
        assertEquals(Optional.empty(), scan.workers());
        assertEquals(Runtime.getRuntime().availableProcessors(), scan.workersHere());
        assertEquals("yunet-n", scan.detector());
        assertEquals("mobilefacenet-ms1m", scan.recogniser());
        assertEquals("omz-0095", scan.strongRecogniser());
        assertEquals(640, scan.longSide());
        assertEquals(0.01, scan.alarmRate());
        assertEquals(Optional.empty(), scan.threshold());
        assertEquals(0.03, scan.reviewMargin());
        assertEquals(0.05, scan.runnerUpMargin());
        assertEquals(200_000, scan.exactSearchLimit());
        assertEquals(5, scan.attempts());
        assertEquals(Duration.ofMillis(200), scan.attemptDelay());
        assertEquals(3, scan.picturesPerFinding());
        assertEquals(320, scan.pictureSide());
        assertEquals(List.of("mp4", "m4v", "mov", "mkv", "webm", "flv", "ts", "m2ts", "mts", "avi"), scan.extensions());
        assertEquals(5, scan.alarmsPerNight());
        assertEquals(Optional.empty(), scan.tracksPerNight());
        assertEquals("mixed", scan.population());
        assertEquals(0.0001, scan.claimRate());
        assertEquals("ENFSI 2015", scan.verbalScale().name());
        assertEquals(7, scan.verbalScale().steps().size());
        assertEquals("review", scan.stylised());
        assertEquals(22, ScanSettings.class.getRecordComponents().length, "each one has a line above");
    }

    @Test
    void wordsForRatiosAreSettings() {
        Settings settings = Settings.parse("""
                {"scan": {"verbalScale": {"name": "ours", "steps": [
                    {"from": 1, "words": "nothing"}, {"from": 100, "words": "something"}]}}}""");

        assertEquals("ours", settings.scan().verbalScale().name());
        assertEquals("something", settings.scan().verbalScale().words(2.5));
        assertThrows(
                IllegalArgumentException.class, () -> Settings.parse("{\"scan\": {\"verbalScale\": {\"steps\": []}}}"));
    }

    @Test
    void everyDefaultOfSightingsIsAsWrittenHere() {
        SightingSettings sightings = Settings.defaults().sightings();

        assertEquals(Duration.ofDays(30), sightings.retention());
        assertEquals("small", sightings.pictures());
        assertEquals(2, SightingSettings.class.getRecordComponents().length, "each one has a line above");
    }

    @Test
    void everyDefaultOfTakedownsIsAsWrittenHere() {
        TakedownSettings takedowns = Settings.defaults().takedowns();

        assertEquals("deadlines.json", takedowns.deadlines());
        assertEquals(10, takedowns.photos());
        assertEquals(20_971_520, takedowns.photoBytes());
        assertEquals(20_971_520, takedowns.documentBytes());
        assertEquals(1000, takedowns.namedPlaces());
        assertEquals(5, takedowns.casesPerRequester());
        assertEquals(Duration.ofDays(30), takedowns.requesterPeriod());
        assertEquals(Duration.ofDays(30), takedowns.keepClosed());
        assertEquals("", takedowns.platform());
        assertEquals("", takedowns.objections());
        assertEquals(10, TakedownSettings.class.getRecordComponents().length, "each one has a line above");
    }

    @Test
    void everyDefaultOfRetentionIsAsWrittenHere() {
        RetentionSettings retention = Settings.defaults().retention();

        assertEquals(Duration.ofDays(30), retention.expiredConsent());
        assertEquals(Duration.ofDays(180), retention.pictures());
        assertEquals(Optional.empty(), retention.runs());
        assertEquals(3, RetentionSettings.class.getRecordComponents().length, "each one has a line above");
        assertEquals(
                Optional.of(Duration.ofDays(730)),
                Settings.parse("{\"retention\": {\"runs\": \"P730D\"}}")
                        .retention()
                        .runs());
    }

    @Test
    void aSightingIsKeptSoManyDaysAndItsOwnIsAmongThem() {
        LocalDate friday = LocalDate.of(2026, 11, 20);
        SightingSettings week = Settings.parse("{\"sightings\": {\"retention\": \"P7D\", \"pictures\": \"none\"}}")
                .sightings();

        assertEquals(LocalDate.of(2026, 11, 14), week.firstKept(friday));
        assertEquals(LocalDate.of(2026, 11, 27), week.erasedOn(friday));
        assertTrue(week.keepsAny());
        assertFalse(week.keepsPictures());

        SightingSettings none =
                Settings.parse("{\"sightings\": {\"retention\": 0}}").sightings();
        assertFalse(none.keepsAny());
        assertEquals(friday.plusDays(1), none.firstKept(friday), "nothing stays");
    }

    @Test
    void whatIsLeftOutKeepsItsDefault() {
        Settings settings = Settings.parse("""
                {"scan": {"longSide": 960, "workers": 3, "attemptDelay": "PT1S", "threshold": 0.4}}""");

        assertEquals(960, settings.scan().longSide());
        assertEquals(3, settings.scan().workersHere());
        assertEquals(Duration.ofSeconds(1), settings.scan().attemptDelay());
        assertEquals(Optional.of(0.4), settings.scan().threshold());
        assertEquals(0.03, settings.scan().reviewMargin());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"scan\": {\"longside\": 960}}|scan.longside",
                "{\"scna\": {}}|scna",
                "{\"sightings\": {\"retenton\": \"P7D\"}}|sightings.retenton",
                "{\"sightings\": {\"retention\": \"PT36H\"}}|retention: PT36H",
                "{\"sightings\": {\"retention\": \"-P1D\"}}|retention",
                "{\"retention\": {\"pictures\": \"PT1H\"}}|pictures: PT1H",
                "{\"retention\": {\"runs\": \"P0D\"}}|runs: PT0S",
                "{\"retention\": {\"expiredConsent\": \"-P1D\"}}|expiredConsent",
                "{\"sightings\": {\"pictures\": \"large\"}}|pictures",
                "{\"scan\": 3}|scan",
                "{\"scan\": {\"longSide\": 100}}|100 is not in 160..4096",
                "{\"scan\": {\"reviewMargin\": -1}}|reviewMargin: -1.0",
                "{\"scan\": {\"strongRecogniser\": \"mobilefacenet-ms1m\"}}|strongRecogniser",
                "{\"scan\": {\"sampling\": \"often\"}}|often",
                "{\"database\": {\"url\": \"jdbc:mysql:x\"}}|jdbc:postgresql:",
                "[]|object",
                "{|end-of-input"
            })
    void mistakesAreNamed(String json, String named) {
        IllegalArgumentException mistake = assertThrows(IllegalArgumentException.class, () -> Settings.parse(json));
        assertTrue(String.valueOf(mistake.getMessage()).contains(named), mistake.toString());
    }

    @Test
    void environmentNamesTheDatabase() throws Exception {
        Home home = Home.prepare(folder.resolve("home"));
        Files.writeString(home.settings(), "{\"scan\": {\"longSide\": 960}}");

        Settings settings =
                Settings.read(home, Map.of(Settings.DATABASE_URL_VARIABLE, "jdbc:postgresql://db.example/sosia"));

        assertEquals(
                Optional.of("jdbc:postgresql://db.example/sosia"),
                settings.database().url());
        assertEquals(960, settings.scan().longSide());
    }

    @Test
    void homeIsItsOwnersAlone() throws Exception {
        Home home = Home.prepare(folder.resolve("deep/home"));

        for (Path made : List.of(home.root(), home.models(), home.runs())) {
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));
        }
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(home.lock())));
    }

    @Test
    void homeThatIsAFileIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        NotReadyException refused = assertThrows(NotReadyException.class, () -> Home.prepare(file));
        assertTrue(String.valueOf(refused.getMessage()).contains("not a folder"), refused.toString());
    }
}
