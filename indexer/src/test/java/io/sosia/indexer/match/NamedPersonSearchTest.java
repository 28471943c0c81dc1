package io.sosia.indexer.match;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.sosia.indexer.registry.Consent;
import io.sosia.indexer.registry.EnrolledPhoto;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.Register;
import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.indexer.registry.TestKeys;
import io.sosia.models.vector.Cosine;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamedPersonSearchTest {

    private static final EmbeddingSpace SPACE = new EmbeddingSpace("test", "0123456789ab", "v1", 2);
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-20T09:00:00Z"), ZoneOffset.UTC);
    private static final Probe PROBE = Probe.of(direction(1, 0));

    @TempDir
    private Path folder;

    private static Embedding direction(float x, float y) {
        return Embedding.normalised(SPACE, new float[] {x, y});
    }

    private static void enrol(Register register, String id, int photo, Embedding embedding) {
        register.enrol(
                new PersonId(id),
                id,
                new Consent("C-1", LocalDate.of(2026, 1, 1), Optional.empty()),
                List.of(new EnrolledPhoto(String.format("%064x", photo), 0.9, embedding)));
    }

    @Test
    void nobodyButTheNamedPersonIsCompared() {
        try (RegisterDatabase database = RegisterDatabase.open(folder.resolve("register.db"))) {
            Register register = database.register(TestKeys.of(database), CLOCK);
            enrol(register, "same", 1, direction(1, 0));
            enrol(register, "other", 2, direction(0.6f, 0.8f));
            Ranking.Suspects found = assertInstanceOf(
                    Ranking.Suspects.class,
                    new NamedPersonSearch(register, Fusion.alone(SPACE), new PersonId("other"))
                            .search(PROBE, new Cosine(0.5)));
            assertEquals(1, found.people().size());
            assertEquals(new PersonId("other"), found.people().getFirst().person());
            assertEquals(0.6, found.people().getFirst().score().value(), 1e-6);
        }
    }

    @Test
    void whoIsUnlikeIsComparedAllTheSameAndWhoIsUnknownIsNot() {
        try (RegisterDatabase database = RegisterDatabase.open(folder.resolve("register.db"))) {
            Register register = database.register(TestKeys.of(database), CLOCK);
            enrol(register, "opposite", 1, direction(-1, 0));
            assertInstanceOf(
                    Ranking.Suspects.class,
                    new NamedPersonSearch(register, Fusion.alone(SPACE), new PersonId("opposite"))
                            .search(PROBE, new Cosine(0.9)));
            assertInstanceOf(
                    Ranking.RuledOut.class,
                    new NamedPersonSearch(register, Fusion.alone(SPACE), new PersonId("unknown"))
                            .search(PROBE, new Cosine(0.9)));
        }
    }
}
