package io.sosia.testdata.film;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * A line of {@code truth.jsonl}: somebody is seen from the first frame of a shot to its last.
 *
 * @param path of the video, relative to the film's folder, with slashes, as in the manifest
 * @param person the registered person's name, empty for a stranger
 * @param startMs presentation time of the first frame, milliseconds
 * @param endMs presentation time of the frame after the last, milliseconds
 * @param number of the appearance in the screenplay, from 1: the same under every condition that it is filmed under
 */
@JsonPropertyOrder({"path", "person", "start_ms", "end_ms", "number"})
public record Appearance(
        String path,
        String person,
        @JsonProperty("start_ms") long startMs,
        @JsonProperty("end_ms") long endMs,
        int number) {}
