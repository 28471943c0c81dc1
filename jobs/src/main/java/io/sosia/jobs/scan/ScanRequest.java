package io.sosia.jobs.scan;

import io.sosia.detector.media.Sampling;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What to scan.
 *
 * @param paths files and folders; empty only where there is a manifest
 * @param manifest a JSON Lines file that names videos with what is known of them
 * @param sampling which frames are looked at
 */
public record ScanRequest(List<Path> paths, Optional<Path> manifest, Sampling sampling) {

    /** @throws IllegalArgumentException unless there are either paths or a manifest */
    public ScanRequest {
        paths = List.copyOf(paths);
        if (paths.isEmpty() == manifest.isEmpty()) {
            throw new IllegalArgumentException("a scan needs either paths or a manifest");
        }
    }

    /** Files and folders. */
    public static ScanRequest ofPaths(List<Path> paths, Sampling sampling) {
        return new ScanRequest(paths, Optional.empty(), sampling);
    }

    /** A manifest. */
    public static ScanRequest ofManifest(Path manifest, Sampling sampling) {
        return new ScanRequest(List.of(), Optional.of(manifest), sampling);
    }
}
