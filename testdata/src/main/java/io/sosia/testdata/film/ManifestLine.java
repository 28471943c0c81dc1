package io.sosia.testdata.film;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * A line of {@code manifest.jsonl}, as a scan reads it.
 *
 * @param path of the video, relative to the manifest, with slashes
 * @param work the drama
 * @param episode its number, as text
 * @param uploader account that uploaded it; all episodes of a drama have the same
 * @param published RFC 3339, UTC
 * @param territory ISO 3166-1 alpha-2
 */
@JsonPropertyOrder({"path", "work", "episode", "uploader", "published", "territory"})
public record ManifestLine(
        String path, String work, String episode, String uploader, String published, String territory) {}
