package io.sosia.jobs.scan;

import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** Finds models and videos that are no part of the project. */
public final class SharedData {

    private SharedData() {}

    /** The folder, or the test ends: as failed where data is required, else as skipped. */
    public static Path folder() {
        Map<String, String> environment = System.getenv();
        Optional<Path> found =
                Optional.ofNullable(environment.get("SOSIA_DATA")).map(Path::of);
        for (Path folder = Path.of("").toAbsolutePath();
                found.isEmpty() && folder != null;
                folder = folder.getParent()) {
            Path shared = folder.resolve("../shared").normalize();
            if (Files.isDirectory(shared.resolve("models"))) {
                found = Optional.of(shared);
            }
        }
        if (found.isPresent() && Files.isDirectory(found.get())) {
            return found.get();
        }
        String reason = "no data: set SOSIA_DATA to the folder with models/ and videos/";
        if ("1".equals(environment.get("SOSIA_REQUIRE_DATA"))) {
            return fail(reason);
        }
        Assumptions.abort(reason);
        throw new IllegalStateException("aborted");
    }

    /** The folder with the models' files. */
    public static Path models(Path data) {
        return Optional.ofNullable(System.getenv("SOSIA_MODELS")).map(Path::of).orElse(data.resolve("models"));
    }
}
