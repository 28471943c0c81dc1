package io.sosia.indexer.sighting;

import io.sosia.indexer.match.Upload;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * That a video was looked at, how, and how much of it: what sightings are about, and, where there are none, what makes "not
 * found" a statement.
 *
 * <p>Of one upload (the same bytes as the same episode of the same work) the newer look takes the older one's place where it
 * saw at least as much: a look at all of a video always, a look at a part of it where the older saw no larger part. Otherwise
 * both stand.
 *
 * @param upload what is known of it
 * @param path of the file, as it was scanned
 * @param videoSha256 64 hex digits
 * @param at when; its UTC day is the day that the sightings are kept under, to the millisecond
 * @param durationMs running time of the video, milliseconds
 * @param frames sampled
 * @param longestGapMs the longest span in which no frame was looked at, milliseconds
 * @param shareSeen of the running time, 0 to 1
 * @param complete whether all that the sampling asks for was looked at
 * @param sampling its key
 * @param detector id of its model card
 * @param detectorSha256 64 hex digits; recognisers are told by the templates' spaces
 */
public record Look(
        Upload upload,
        String path,
        String videoSha256,
        Instant at,
        long durationMs,
        long frames,
        long longestGapMs,
        double shareSeen,
        boolean complete,
        String sampling,
        String detector,
        String detectorSha256) {

    private static final int KEY_BYTES = 16;

    /** @throws IllegalArgumentException if a value is out of its range */
    public Look {
        if (!videoSha256.matches("[0-9a-f]{64}") || !detectorSha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("look: not a SHA-256 in hex digits");
        }
        if (durationMs < 0 || frames < 0 || longestGapMs < 0 || !(shareSeen >= 0 && shareSeen <= 1)) {
            throw new IllegalArgumentException("look: " + frames + " frames of " + durationMs + " ms, longest gap "
                    + longestGapMs + " ms, share seen " + shareSeen);
        }
        at = Instant.ofEpochMilli(at.toEpochMilli());
    }

    /** The upload's key: 32 hex digits that only the same work, episode and bytes share. */
    public String uploadKey() {
        return uploadKey(upload.work(), upload.episode(), videoSha256);
    }

    /** The key of the upload of these bytes as that episode of that work. */
    static String uploadKey(String work, String episode, String videoSha256) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
        for (String part : new String[] {work, episode, videoSha256}) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            // Lengths, so that no two lists of parts read alike.
            digest.update(new byte[] {
                (byte) (bytes.length >> 24),
                (byte) (bytes.length >> 16),
                (byte) (bytes.length >> 8),
                (byte) bytes.length
            });
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest(), 0, KEY_BYTES);
    }

    /** How much it saw, so that {@link #takesPlaceOf} can tell: 2 for all that was asked for, else the share, 0 to 1. */
    double extent() {
        return complete ? 2 : shareSeen;
    }

    /** Whether a newer look of an extent takes an older one's place. */
    static boolean takesPlaceOf(double newer, double older) {
        return newer >= older;
    }
}
