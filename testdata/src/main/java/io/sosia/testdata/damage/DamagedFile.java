package io.sosia.testdata.damage;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * A line of {@code damage.jsonl}.
 *
 * @param path relative to the folder, with slashes
 * @param kind what was done, for example {@code truncated-3-tenths}
 * @param expect an {@link Expectation#text}
 */
@JsonPropertyOrder({"path", "kind", "expect"})
public record DamagedFile(String path, String kind, String expect) {}
