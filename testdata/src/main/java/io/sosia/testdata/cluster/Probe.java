package io.sosia.testdata.cluster;

/**
 * A vector to search for.
 *
 * @param person whose it is
 * @param template number of that person's template that lies at {@code cosine}; the person's other templates may lie
 *     nearer or farther
 * @param cosine of the probe with that template, exact to float's rounding
 * @param vector unit length; the caller's own
 */
@SuppressWarnings("ArrayRecordComponent") // A search takes the bare array; nobody compares probes.
public record Probe(int person, int template, double cosine, float[] vector) {}
