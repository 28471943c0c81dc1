package io.sosia.jobs.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everything that makes two commands the same one. Stored with a run: a changed form would not know unfinished runs.
 *
 * @param paths absolute
 * @param manifest likewise
 * @param sampling its key
 */
record AskedFor(List<String> paths, Optional<String> manifest, String sampling) {

    AskedFor {
        paths = List.copyOf(paths);
    }

    /** Paths and manifest together. */
    List<String> places() {
        List<String> places = new ArrayList<>(paths);
        manifest.ifPresent(places::add);
        return places;
    }
}
