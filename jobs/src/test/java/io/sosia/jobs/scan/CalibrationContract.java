package io.sosia.jobs.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.detector.media.Sampling;
import io.sosia.indexer.calibration.AlarmThresholds;
import io.sosia.indexer.calibration.Calibration;
import io.sosia.indexer.calibration.ScoreSample;
import io.sosia.indexer.match.Fusion;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.jobs.calibrate.Recalibration;
import io.sosia.jobs.calibrate.Recalibrator;
import io.sosia.jobs.config.Home;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.jobs.config.Settings;
import io.sosia.jobs.review.ReviewDecision;
import io.sosia.jobs.review.ReviewDesk;
import io.sosia.jobs.review.SecondReviewer;
import io.sosia.jobs.review.StoredLessons;
import io.sosia.jobs.review.StoredReviews;
import io.sosia.models.catalogue.PopulationTable;
import io.sosia.models.catalogue.PopulationTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What scans store of scores, and what is calibrated by it. Ten people are registered; strangers' scores are the largest
 * of ten exponential ones.
 */
abstract class CalibrationContract {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-20T01:00:00Z"), ZoneOffset.UTC);
    private static final int PEOPLE = 10;
    private static final int WORKS = 20;
    private static final int TRACKS = 26;
    private static final double SCALE = 0.08;
    private static final Duration MONTH = Duration.ofDays(28);

    @TempDir
    private Path folder;

    private PlayHome home;
    private StoredScores scores;
    private StoredCalibrations calibrations;

    /** A fresh database. */
    abstract RegisterDatabase database(Path folder) throws IOException;

    @BeforeEach
    void scanned() throws Exception {
        home = new PlayHome(Home.prepare(folder.resolve("home")), database(folder.resolve("home")), CLOCK);
        for (int axis = 1; axis <= PEOPLE; axis++) {
            home.enrol(axis);
        }
        RandomGenerator random = new SplittableRandom(4);
        for (int work = 0; work < WORKS; work++) {
            StringBuilder video = new StringBuilder("work " + work + "\n");
            for (int track = 0; track < TRACKS; track++) {
                double score = -SCALE * Math.log1p(-Math.pow(random.nextDouble(), 1.0 / PEOPLE));
                video.append(face(1 + random.nextInt(PEOPLE), Math.min(0.95, score)));
            }
            Path drama = Files.createDirectories(folder.resolve("videos/drama-" + work));
            Files.writeString(drama.resolve("1.mp4"), video);
        }
        scan();
        scores = StoredScores.open(home.database);
        calibrations = StoredCalibrations.open(home.database);
    }

    @AfterEach
    void closed() {
        home.close();
    }

    @Test
    void everyTrackIsCountedAndTheBestAreKept() {
        ScoreSample sample = sample();
        assertEquals(WORKS * TRACKS, sample.tracks());
        assertEquals(WORKS, sample.works());
        // The threshold 0.5, less the margin for review of 0.05, less 0.08.
        assertEquals(0.37, sample.floor(), 1e-9);
        assertEquals(List.of((long) WORKS * TRACKS), scores.nights(scoring(), Instant.EPOCH));
    }

    @Test
    void aDryRunShowsWhatWouldBeAndChangesNothing() throws Exception {
        Recalibration shown = recalibrator().recalibrate(MONTH, false, version -> {});

        assertFalse(shown.applied());
        assertEquals(Optional.empty(), shown.lacking());
        assertTrue(shown.before().provisional());
        Recalibration.State after = shown.after().orElseThrow();
        assertEquals(1, after.version());
        assertEquals(Optional.of((double) WORKS * TRACKS), after.tracksPerNight());
        double promised = after.perTrack();
        assertEquals(5.0 / (WORKS * TRACKS), promised, 1e-12);
        // Among so few people the threshold is that of a hundred.
        double measured = -Math.expm1(AlarmThresholds.FEW * Math.log1p(-Math.exp(-after.alarmsFrom() / SCALE)));
        assertTrue(measured > promised / 3 && measured < promised * 3, () -> promised + ": " + measured);
        assertTrue(after.low() < after.alarmsFrom() && after.alarmsFrom() < after.high(), () -> after.toString());
        assertEquals(Optional.empty(), calibrations.current(scoring()));
    }

    @Test
    void findingsThatWouldChangeAreNamed() throws Exception {
        Recalibration shown = recalibrator().recalibrate(MONTH, false, version -> {});
        double from = shown.after().orElseThrow().alarmsFrom();
        home.findings().findings(FindingFilter.all(), finding -> {
            boolean nobody = finding.similarity() < from - 1e-4;
            boolean near = finding.similarity() < from + 0.06 - 1e-4;
            assertEquals(nobody, shown.dropped().contains(finding.id()), finding.id());
            if (!nobody && near && finding.verdict() != io.sosia.indexer.match.Verdict.REVIEW) {
                assertTrue(shown.toReview().contains(finding.id()), finding.id());
            }
        });
        assertFalse(shown.dropped().isEmpty());
    }

    @Test
    void whatSomebodyHasToLookAtForAnotherReasonIsNotChangedByAThreshold() throws Exception {
        List<String> dropped =
                recalibrator().recalibrate(MONTH, false, version -> {}).dropped();
        String blend = dropped.get(0);
        String near = dropped.get(1);
        String drawn = dropped.get(2);
        review(blend, Optional.empty(), "\"BLEND\"");
        review(near, Optional.of(0.94), "\"ONE_FRAME\"");
        review(drawn, Optional.of(0.94), "\"STYLISED\"");

        Recalibration shown = recalibrator().recalibrate(MONTH, false, version -> {});

        assertFalse(shown.dropped().contains(blend), () -> shown.toString());
        assertFalse(shown.toReview().contains(blend), () -> shown.toString());
        assertTrue(shown.cleared().contains(near), () -> shown.toString());
        assertFalse(shown.cleared().contains(drawn), () -> shown.toString());
    }

    /** As a scan would have stored it that found the person for review, near the threshold where a score is given. */
    private void review(String id, Optional<Double> score, String cautions) {
        long finding = Long.parseLong(id.substring(2));
        JdbcClient jdbc = JdbcClient.create(home.database.dataSource());
        String content = jdbc.sql("SELECT content FROM scan_decision WHERE finding = ?")
                .param(finding)
                .query(String.class)
                .single()
                .replaceFirst("\"verdict\":\"[A-Z_]+\"", "\"verdict\":\"REVIEW\"")
                .replaceFirst("\"cautions\":\\[[^]]*]", "\"cautions\":[" + cautions + "]");
        if (score.isPresent()) {
            content = content.replaceFirst("\"similarity\":[0-9.]+", "\"similarity\":" + score.get())
                    .replaceFirst("\"threshold\":[0-9.]+", "\"threshold\":" + score.get());
            jdbc.sql("UPDATE scan_track_score SET score = ? WHERE finding = ?")
                    .params(score.get(), finding)
                    .update();
        }
        jdbc.sql("UPDATE scan_decision SET verdict = 'REVIEW', content = ? WHERE finding = ?")
                .params(content, finding)
                .update();
    }

    @Test
    void whatIsAppliedHoldsAndCanBeReadAgain() throws Exception {
        Recalibration applied = recalibrator().recalibrate(MONTH, true, version -> {});

        assertTrue(applied.applied());
        StoredCalibrations.Applied current = calibrations.current(scoring()).orElseThrow();
        assertEquals(1, current.calibration().version());
        assertFalse(current.calibration().provisional());
        assertEquals(WORKS * TRACKS, current.calibration().tracks());
        DecisionBasis basis = DecisionBasis.of(settings(), scoring(), PEOPLE, Optional.of(current), tables());
        assertEquals(
                applied.after().orElseThrow().alarmsFrom(), basis.thresholds().general(), 0);
        assertEquals(2, calibrations.next());
        assertEquals(Optional.of(current), calibrations.version(1));
        assertEquals(Optional.empty(), calibrations.current("another"));
    }

    @Test
    void tooFewTracksAreNotApplied() throws Exception {
        home.register.erase(new PersonId("p-1"));
        Recalibrator none =
                new Recalibrator(settings(), "another", PEOPLE, tables("another"), scores, calibrations, CLOCK);

        Recalibration shown = none.recalibrate(MONTH, false, version -> {});

        assertEquals(Optional.of("0 tracks, and 500 are needed"), shown.lacking());
        assertEquals(Optional.empty(), shown.after());
        assertThrows(NotReadyException.class, () -> none.recalibrate(MONTH, true, version -> {}));
        assertEquals(Optional.empty(), calibrations.current("another"));
    }

    @Test
    void anErasureTakesThePersonsScoresAndDoubles() throws Exception {
        ScoreSample before = sample();
        PersonId person = new PersonId("p-3");
        PersonId other = new PersonId("p-4");
        recalibrator().recalibrate(MONTH, true, version -> {});
        StoredCalibrations.Applied current = calibrations.current(scoring()).orElseThrow();
        Calibration later = later(current.calibration(), Map.of(person, 7.5, other, 6.0));
        calibrations.apply(later, current.tracksPerNight(), CLOCK.instant(), () -> {});
        assertEquals(later, calibrations.current(scoring()).orElseThrow().calibration());
        assertEquals(0, count("SELECT COUNT(*) FROM calibration WHERE content LIKE '%p-3%' OR content LIKE '%p-4%'"));
        home.register.erase(person);
        home.findings().erase(person);

        ScoreSample after = sample();

        assertTrue(after.tracks() < before.tracks());
        assertEquals(0, count("SELECT COUNT(*) FROM scan_track_score WHERE person = 'p-3'"));
        assertTrue(count("SELECT COUNT(*) FROM scan_track_score") > 0);
        assertEquals(0, count("SELECT COUNT(*) FROM calibration_person WHERE person = 'p-3'"));
        assertEquals(
                later.withDoubles(Map.of(other, 6.0)),
                calibrations.current(scoring()).orElseThrow().calibration());
    }

    private static Calibration later(Calibration calibration, Map<PersonId, Double> doubles) {
        return new Calibration(
                calibration.version() + 1,
                calibration.created(),
                calibration.source(),
                calibration.description(),
                calibration.population(),
                calibration.scoring(),
                calibration.tracks(),
                calibration.works(),
                calibration.tail(),
                calibration.replicates(),
                calibration.mated(),
                calibration.clustering(),
                doubles,
                calibration.othersDoubles());
    }

    @Test
    void whatAnEarlierVersionStoredIsReadAndWhatALaterOneDidIsRefused() throws Exception {
        recalibrator().recalibrate(MONTH, true, version -> {});
        Calibration calibration = calibrations.current(scoring()).orElseThrow().calibration();
        JdbcClient jdbc = JdbcClient.create(home.database.dataSource());
        String content =
                jdbc.sql("SELECT content FROM calibration").query(String.class).single();
        assertTrue(content.startsWith("{\"format\":1,\"calibration\":{"), content);

        jdbc.sql("UPDATE calibration SET content = ?")
                .param(content.substring("{\"format\":1,\"calibration\":".length(), content.length() - 1))
                .update();
        assertEquals(
                calibration.withDoubles(Map.of()),
                calibrations.current(scoring()).orElseThrow().calibration().withDoubles(Map.of()));

        jdbc.sql("UPDATE calibration SET content = ?")
                .param(content.replace("\"format\":1", "\"format\":2"))
                .update();
        IllegalStateException refused =
                assertThrows(IllegalStateException.class, () -> calibrations.current(scoring()));
        assertTrue(String.valueOf(refused.getMessage()).contains("format 2"), refused::toString);
    }

    @Test
    void whatPeopleDecidedCountsWhereItBelongs() throws Exception {
        double undecided = recalibrated();
        List<Long> findings = JdbcClient.create(home.database.dataSource())
                .sql("SELECT finding FROM scan_finding ORDER BY finding")
                .query((row, index) -> row.getLong(1))
                .list();
        decide(findings, ReviewDecision.REJECT);
        assertEquals(
                0, count("SELECT COUNT(*) FROM scan_track_score WHERE known <> 'NON_MATED' AND finding IS NOT NULL"));
        double rejected = recalibrated();
        decide(findings, ReviewDecision.CONFIRM);
        assertEquals(0, count("SELECT COUNT(*) FROM scan_track_score WHERE known <> 'MATED' AND finding IS NOT NULL"));
        double confirmed = recalibrated();

        // Strangers all, so that to say so makes the tail no shorter; to take the best of them for matches makes it
        // shorter.
        assertTrue(rejected >= undecided - 1e-9, () -> undecided + ", rejected " + rejected);
        assertTrue(confirmed < rejected, () -> rejected + ", confirmed " + confirmed);
    }

    private double recalibrated() throws Exception {
        return recalibrator()
                .recalibrate(MONTH, false, version -> {})
                .after()
                .orElseThrow()
                .alarmsFrom();
    }

    private void decide(List<Long> findings, ReviewDecision decision) throws Exception {
        ReviewDesk desk = new ReviewDesk(
                home.database,
                home.register,
                StoredReviews.open(home.database, home.keys),
                new StoredLessons(home.database.dataSource(), home.keys),
                List.of(ReviewableFindings.open(home.database, home.keys, Fusion.alone(PlayVideo.SPACE))),
                SecondReviewer.NONE,
                (finding, opinion, state) -> {},
                CLOCK);
        findings.forEach(finding -> desk.decide(finding, decision, "ann", "looked at it", Optional.empty()));
    }

    @Test
    void aCopyOfAVideoTellsNothingMore() throws Exception {
        ScoreSample before = sample();
        Path again = Files.createDirectories(folder.resolve("videos/uploaded-again"));
        Files.copy(folder.resolve("videos/drama-0/1.mp4"), again.resolve("1.mp4"));
        scan();

        assertEquals(WORKS + 1, count("SELECT COUNT(*) FROM scan_score_set"));
        assertEquals(before.tracks(), sample().tracks());
        assertEquals(before.works(), sample().works());
        assertEquals(
                List.of((WORKS + 1L) * TRACKS), scores.nights(scoring(), Instant.EPOCH), "it was searched for too");
    }

    @Test
    void aVideoThatIsScannedAgainCountsOnce() throws Exception {
        home.enrol(11);
        scan();

        assertEquals(WORKS * TRACKS, sample().tracks());
        assertEquals(2 * WORKS, count("SELECT COUNT(*) FROM scan_score_set"));
        assertEquals(WORKS, count("SELECT COUNT(*) FROM scan_score_set WHERE people = 11"));
    }

    @Test
    void aNightSaysWhatWasExpectedOfIt() throws Exception {
        home.enrol(11);
        ScanSummary summary = scan();
        Alarms alarms = summary.alarms().orElseThrow();

        assertEquals(WORKS * TRACKS, alarms.tracks());
        assertEquals(5, alarms.budget());
        assertEquals(Optional.of(0.37), alarms.tailFrom());
        assertEquals(
                count("SELECT COUNT(*) FROM scan_track_score t JOIN scan_score_set s ON s.result = t.result"
                        + " WHERE s.people = 11 AND t.score > 0.37 AND t.finding IS NULL"),
                alarms.tailObserved());
        // The made-up calibration expects far fewer than these strangers are.
        assertTrue(alarms.drifts(), () -> alarms.toString());
        assertFalse(alarms.warnings().isEmpty());
        String page = Files.readString(Path.of(summary.page()));
        assertTrue(page.contains("are findings that no licence covers, or for review;"), page);
        assertTrue(page.contains("the stream is not what was calibrated on"), page);
        String line = JsonLines.line(summary);
        assertTrue(line.contains("\"alarms\":{\"budget\":5.0") && line.contains("\"drifts\":true"), line);
    }

    private ScanSummary scan() throws Exception {
        try (ScanService service = home.service()) {
            return service.scan(
                    ScanRequest.ofPaths(List.of(folder.resolve("videos")), Sampling.nightly()),
                    new PlayHome.Heard(),
                    StopSignal.manual());
        }
    }

    private ScoreSample sample() {
        return scores.sample(scoring(), Instant.EPOCH);
    }

    private long count(String sql) {
        return JdbcClient.create(home.database.dataSource())
                .sql(sql)
                .query(Long.class)
                .single();
    }

    private String scoring() {
        return home.parts().scoring();
    }

    private io.sosia.jobs.config.ScanSettings settings() {
        return Settings.defaults().scan();
    }

    private Recalibrator recalibrator() {
        return new Recalibrator(settings(), scoring(), PEOPLE, tables(), scores, calibrations, CLOCK);
    }

    private PopulationTables tables() {
        return tables(scoring());
    }

    private static PopulationTables tables(String scoring) {
        PopulationTable.Tail tail = new PopulationTable.Tail(0.3, 0.2, PEOPLE, -0.1, 0.05);
        return PopulationTables.of(List.of(new PopulationTable(
                "mixed",
                scoring,
                "made up",
                LocalDate.of(2026, 11, 1),
                1,
                100,
                1000,
                tail,
                new PopulationTable.Mated(0.8, 0.08, 10),
                tail,
                List.of())));
    }

    private static String face(int axis, double score) {
        return String.format(Locale.ROOT, "face 1000 3000 %d %.4f%n", axis, score);
    }
}
