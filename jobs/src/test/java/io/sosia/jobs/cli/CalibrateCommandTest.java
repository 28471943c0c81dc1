package io.sosia.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.detector.embed.OnnxFaceEmbedder;
import io.sosia.indexer.registry.Consent;
import io.sosia.indexer.registry.EnrolledPhoto;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.Register;
import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.jobs.RegisterKeys;
import io.sosia.jobs.config.Home;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.jobs.scan.StandardScans;
import io.sosia.jobs.scan.StoredScores;
import io.sosia.models.catalogue.ModelCard;
import io.sosia.models.catalogue.ModelCatalogue;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** {@code calibrate} on scores that scans of the default recognisers could have stored. */
class CalibrateCommandTest {

    private static final int PEOPLE = 100;
    private static final int TRACKS = 50;
    private static final double BELOW = 0.35;
    private static final Clock CLOCK = Clock.fixed(CommandRun.NOW, ZoneOffset.UTC);

    @TempDir
    private Path folder;

    /** Strangers score as the largest of a hundred exponential numbers; the scores above 0.45 are findings. */
    private void store(int works) throws IOException, NotReadyException {
        ModelCatalogue catalogue = ModelCatalogue.standard();
        ModelCard quick = catalogue.card("mobilefacenet-ms1m");
        String scoring = StandardScans.fusion(quick, Optional.of(catalogue.card("omz-0095")))
                .scoring();
        try (RegisterDatabase database =
                RegisterDatabase.open(Home.prepare(folder).database())) {
            Register register = database.register(RegisterKeys.of(database), CLOCK);
            EmbeddingSpace space = OnnxFaceEmbedder.space(quick);
            for (int person = 0; person < PEOPLE; person++) {
                float[] direction = new float[space.dimensions()];
                direction[person] = 1;
                register.enrol(
                        new PersonId("p-" + person),
                        "Person " + person,
                        new Consent("C-1", LocalDate.of(2026, 1, 1), Optional.empty()),
                        List.of(new EnrolledPhoto(
                                String.format("%064x", person), 0.9, Embedding.normalised(space, direction))));
            }
            StoredScores.open(database);
            JdbcClient jdbc = JdbcClient.create(database.dataSource());
            long decided = CommandRun.NOW.minusSeconds(3600).toEpochMilli();
            SplittableRandom random = new SplittableRandom(6);
            int finding = 0;
            for (int work = 0; work < works; work++) {
                jdbc.sql("INSERT INTO scan_upload (upload, path, work, episode, video_sha256, current_result)"
                                + " VALUES (?, ?, ?, '1', ?, ?)")
                        .params(work, "/" + work, "drama-" + work, String.format("%064x", work), work)
                        .update();
                jdbc.sql("""
                                INSERT INTO scan_result (result, upload, result_key, conditions, status, bytes, run,
                                    decided_at, duration_ms, frames, longest_gap_ms, share_seen, faces,
                                    faces_too_small, tracks, track_decisions)
                                VALUES (?, ?, '', '{}', 'SCANNED', 1, 1, ?, 1, 1, 1, 1, 1, 0, ?, '[]')""").params(work, work, decided, TRACKS).update();
                jdbc.sql("INSERT INTO scan_score_set (result, scoring, people, tracks, below) VALUES (?, ?, ?, ?, ?)")
                        .params(work, scoring, PEOPLE, TRACKS, BELOW)
                        .update();
                for (int track = 0; track < TRACKS; track++) {
                    double score = 0.2 - 0.03 * Math.log1p(-Math.pow(random.nextDouble(), 1.0 / PEOPLE));
                    if (score >= BELOW) {
                        jdbc.sql("INSERT INTO scan_track_score (result, track, score, person, alarm, finding, known)"
                                        + " VALUES (?, ?, ?, ?, ?, ?, 'UNKNOWN')")
                                .params(work, track, score, "p-" + random.nextInt(PEOPLE), score > 0.45 ? 1 : 0)
                                .param(score > 0.45 ? Integer.valueOf(++finding) : null)
                                .update();
                    }
                }
            }
        }
    }

    private JsonNode calibrate(String... more) {
        String[] words = new String[more.length + 1];
        words[0] = "calibrate";
        System.arraycopy(more, 0, words, 1, more.length);
        CommandRun run = CommandRun.of(folder, words);
        assertEquals(0, run.status(), run.err());
        assertEquals(1, run.json().size());
        return run.json().getFirst();
    }

    @Test
    void showsTheOldAndTheNewThresholdAndWhatWouldChange() throws Exception {
        store(40);
        JsonNode shown = calibrate();
        assertEquals("calibration", shown.get("type").asString());
        assertFalse(shown.get("applied").asBoolean());
        assertEquals(40 * TRACKS, shown.get("tracks").asInt());
        assertEquals(40, shown.get("works").asInt());
        assertTrue(shown.get("believed").asBoolean());
        assertFalse(shown.has("lacking"));
        assertTrue(shown.get("before").get("provisional").asBoolean());
        assertEquals(0, shown.get("before").get("version").asInt());
        JsonNode after = shown.get("after");
        assertFalse(after.get("provisional").asBoolean());
        assertEquals(2000, after.get("tracks_per_night").asDouble());
        // Five of 2,000, which is where the largest of a hundred such numbers lies with that probability.
        assertEquals(0.0025, after.get("per_track").asDouble(), 1e-12);
        double exact = 0.2 - 0.03 * Math.log1p(-Math.pow(1 - 0.0025, 1.0 / PEOPLE));
        assertEquals(exact, after.get("alarms_from").asDouble(), 0.03);
        assertTrue(after.get("alarms_from_interval").get(0).asDouble()
                < after.get("alarms_from_interval").get(1).asDouble());
        assertFalse(shown.get("findings_dropped").isEmpty(), shown.toString());
        assertEquals(shown, calibrate(), "a look changes nothing");

        String table = CommandRun.atTerminal(folder, "calibrate").out();
        assertTrue(table.contains("the table of the population mixed, provisionally"), table);
        assertTrue(table.contains("calibration 1 on 2000 tracks"), table);
        assertTrue(table.contains("no findings any more"), table);
    }

    @Test
    void whatIsAppliedHoldsFromThenOn() throws Exception {
        store(40);
        assertTrue(calibrate("--apply").get("applied").asBoolean());
        JsonNode again = calibrate();
        assertEquals(1, again.get("before").get("version").asInt());
        assertFalse(again.get("before").get("provisional").asBoolean());
        assertEquals(2, again.get("after").get("version").asInt());
        assertEquals(
                again.get("after").get("alarms_from").asDouble(),
                again.get("before").get("alarms_from").asDouble(),
                "the same scores give the same threshold");
    }

    @Test
    void tooLittleIsRefusedWithWhatIsMissing() throws Exception {
        store(5);
        JsonNode shown = calibrate();
        assertFalse(shown.get("believed").asBoolean());
        assertEquals("250 tracks, and 500 are needed", shown.get("lacking").asString());

        CommandRun refused = CommandRun.of(folder, "calibrate", "--apply");
        assertEquals(3, refused.status());
        assertEquals("", refused.out());
        assertTrue(refused.err().contains("250 tracks, and 500 are needed"), refused.err());
        assertEquals(0, calibrate().get("before").get("version").asInt(), "nothing was changed");
    }

    @Test
    void withoutAnyScanThereIsNothingToFit() {
        CommandRun shown = CommandRun.of(folder, "calibrate");
        assertEquals(0, shown.status(), shown.err());
        assertFalse(shown.json().getFirst().has("after"));
        assertEquals(3, CommandRun.of(folder, "calibrate", "--apply").status());
        assertEquals(2, CommandRun.of(folder, "calibrate", "--days", "0").status());
    }
}
