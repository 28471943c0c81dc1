package io.sosia.detector.media;

/**
 * What a video says of itself, and its bytes.
 *
 * @param sha256 64 hex digits over the whole file
 * @param bytes length of the file
 * @param container FFmpeg's short name, for example {@code mov,mp4,m4a,3gp,3g2,mj2}
 * @param codec FFmpeg's name, for example {@code h264}
 * @param width square pixels of the frame as a player shows it: stretched, turned and mirrored as the file asks for
 * @param height likewise
 * @param rotation degrees clockwise that the stored frame is turned by for display: 0, 90, 180 or 270
 * @param duration as seen; where the reading ended early, as the container or the stream claims if that is longer
 */
public record VideoFacts(
        String sha256,
        long bytes,
        String container,
        String codec,
        int width,
        int height,
        int rotation,
        MediaTime duration) {}
