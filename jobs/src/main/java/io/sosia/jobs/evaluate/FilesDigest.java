package io.sosia.jobs.evaluate;

import io.sosia.detector.media.FileHash;
import io.sosia.detector.media.MediaException;
import io.sosia.models.digest.Sha256;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One number for a set of files: the SHA-256 of a text with a line for each file, in the order of their names:
 * {@code <SHA-256 of the file>  <name relative to the folder, with slashes>\n}, as {@code sha256sum} prints them. A file
 * that cannot be read has {@code -} for its SHA-256.
 */
public final class FilesDigest {

    private FilesDigest() {}

    /**
     * Reads all of them.
     *
     * @param folder that their names are relative to
     * @return 64 hex digits
     */
    public static String of(Path folder, Collection<Path> files) {
        Map<Path, Optional<String>> digests = new HashMap<>();
        for (Path file : files) {
            digests.put(file, digest(file));
        }
        return of(folder, digests);
    }

    /**
     * Of files that have been read already.
     *
     * @param folder that their names are relative to
     * @param digests each file's SHA-256, empty where it cannot be read
     * @return 64 hex digits
     */
    public static String of(Path folder, Map<Path, Optional<String>> digests) {
        SortedMap<String, String> lines = new TreeMap<>();
        digests.forEach((file, digest) -> lines.put(name(folder, file), digest.orElse("-")));
        StringBuilder text = new StringBuilder();
        lines.forEach((name, digest) -> text.append(String.format(Locale.ROOT, "%s  %s\n", digest, name)));
        return Sha256.of(text.toString());
    }

    private static String name(Path folder, Path file) {
        Path relative = folder.toAbsolutePath()
                .normalize()
                .relativize(file.toAbsolutePath().normalize());
        StringBuilder name = new StringBuilder();
        relative.forEach(part -> name.append(name.isEmpty() ? "" : "/").append(part));
        return name.toString();
    }

    private static Optional<String> digest(Path file) {
        try {
            return Optional.of(FileHash.of(file).sha256());
        } catch (MediaException e) {
            return Optional.empty();
        }
    }
}
