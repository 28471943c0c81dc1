package io.sosia.models.catalogue;

/**
 * A threshold with what was measured at it.
 *
 * @param fpir share of searches of unregistered people that returned somebody, measured
 * @param threshold cosine
 * @param fnir share of searches of registered people that did not return them, measured
 * @param portraits templates for each registered person in that measurement
 * @param dataSet what it was measured on
 */
public record OperatingPoint(double fpir, double threshold, double fnir, int portraits, String dataSet) {}
