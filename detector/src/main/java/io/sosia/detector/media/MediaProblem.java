package io.sosia.detector.media;

/**
 * Something that kept part of a video from being looked at.
 *
 * @param reason the code
 * @param detail one line for a person, with the time up to which the video could be seen
 */
public record MediaProblem(MediaFailure reason, String detail) {}
