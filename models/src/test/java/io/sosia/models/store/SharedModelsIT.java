package io.sosia.models.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.sosia.models.catalogue.ModelCard;
import io.sosia.models.catalogue.ModelCatalogue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every card that we call verified fits the real file. */
class SharedModelsIT {

    @TempDir
    Path cache;

    @Test
    void verifiedCardsFitTheirFiles() throws Exception {
        Path models = models();
        ModelStore store = ModelStore.of(cache, Map.of("SOSIA_MODELS", models.toString()), cache, FetchProgress.NONE);
        for (ModelCard card : ModelCatalogue.standard().cards()) {
            if (card.verified()) {
                assertTrue(store.locate(card).isPresent(), card.id());
            }
        }
    }

    /** The real files give the bytes that the card promises, on this machine too. */
    @Test
    void theImportedRecogniserIsMadeOfItsFiles() throws Exception {
        Path models = models();
        ModelStore store = ModelStore.of(cache, Map.of("SOSIA_MODELS", models.toString()), cache, FetchProgress.NONE);
        ModelCard card = ModelCatalogue.standard().card("omz-0095");
        VerifiedModel made = store.load(card);
        assertTrue(made.path().startsWith(cache), made.path().toString());
        assertEquals(card.sha256(), FileHashes.sha256(made.bytes()));
    }

    private static Path models() {
        Map<String, String> env = System.getenv();
        Path data = Path.of(env.getOrDefault("SOSIA_DATA", "../../shared"));
        Path models =
                Path.of(env.getOrDefault("SOSIA_MODELS", data.resolve("models").toString()));
        if (Files.isDirectory(models)) {
            return models;
        }
        String reason = "the models are not in " + models + "; name their folder in SOSIA_MODELS";
        return "1".equals(env.get("SOSIA_REQUIRE_DATA")) ? fail(reason) : abort(reason);
    }
}
