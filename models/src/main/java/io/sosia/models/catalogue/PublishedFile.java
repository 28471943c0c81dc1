package io.sosia.models.catalogue;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A file as its publisher gives it out.
 *
 * @param name under which it is published
 * @param bytes exact length
 * @param sha256 64 hex digits
 * @param sha384 96 hex digits, where the publisher states them
 * @param urls pinned addresses of the very bytes, tried in order
 */
public record PublishedFile(String name, long bytes, String sha256, Optional<String> sha384, List<URI> urls) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern SHA_384 = Pattern.compile("[0-9a-f]{96}");

    /** @throws IllegalArgumentException if the name is not a plain file name, a hash is malformed, or nothing is in it */
    public PublishedFile {
        urls = List.copyOf(urls);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("file name '" + name + "' does not match " + NAME);
        }
        if (!SHA_256.matcher(sha256).matches()) {
            throw new IllegalArgumentException(name + ": sha256 is not 64 hex digits");
        }
        if (sha384.isPresent() && !SHA_384.matcher(sha384.get()).matches()) {
            throw new IllegalArgumentException(name + ": sha384 is not 96 hex digits");
        }
        if (bytes < 1) {
            throw new IllegalArgumentException(name + ": bytes: " + bytes);
        }
    }
}
