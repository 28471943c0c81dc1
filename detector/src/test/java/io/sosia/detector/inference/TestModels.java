package io.sosia.detector.inference;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.sosia.models.catalogue.ModelCatalogue;
import io.sosia.models.store.FetchProgress;
import io.sosia.models.store.ModelStore;
import io.sosia.models.store.ModelUnavailableException;
import io.sosia.models.store.VerifiedModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Real models and real pictures for tests: where they lie, and what to do where they do not. */
public final class TestModels {

    private TestModels() {}

    /** A folder or file of the shared data; the test is skipped, or fails where data is required, if it is not there. */
    public static Path data(String name) {
        return present(shared().resolve(name));
    }

    /** A model of the catalogue. */
    public static VerifiedModel model(String id) throws ModelUnavailableException {
        Path models = models();
        // No neighbour: tests take what was put there for them. What is made of it is kept with the build.
        Path made = Path.of("target", "models");
        return ModelStore.of(made, Map.of("SOSIA_MODELS", models.toString()), made, FetchProgress.NONE)
                .load(ModelCatalogue.standard().card(id));
    }

    /** The folder of models. */
    public static Path models() {
        String named = System.getenv("SOSIA_MODELS");
        return present(named == null ? shared().resolve("models") : Path.of(named));
    }

    private static Path shared() {
        String named = System.getenv("SOSIA_DATA");
        if (named != null) {
            return Path.of(named);
        }
        // The build runs tests in the module's folder, an editor perhaps in the repository's.
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("shared").resolve("models"))) {
                return folder.resolve("shared");
            }
        }
        return Path.of("..", "..", "shared");
    }

    private static Path present(Path path) {
        if (Files.exists(path)) {
            return path;
        }
        String reason = path + " is not there; name the folder of test data in SOSIA_DATA";
        return "1".equals(System.getenv("SOSIA_REQUIRE_DATA")) ? fail(reason) : abort(reason);
    }
}
