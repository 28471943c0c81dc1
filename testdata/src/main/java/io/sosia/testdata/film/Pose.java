package io.sosia.testdata.film;

/**
 * Where a face is at one moment.
 *
 * @param x its middle's column, pixels of the scene
 * @param y its middle's row, pixels of the scene
 * @param size side of a square around the face from brow to chin, pixels
 * @param radians turned clockwise in the picture's plane
 */
record Pose(double x, double y, double size, double radians) {}
