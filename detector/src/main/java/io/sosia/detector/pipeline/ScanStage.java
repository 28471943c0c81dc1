package io.sosia.detector.pipeline;

/** What a scan spends its time on. The stages do not overlap, and together they are nearly the whole. */
public enum ScanStage {
    /** Reading, hashing and decoding, up to the frame that is handed over. */
    READ,
    /** Scaling the frame to the detector's size. */
    SCALE,
    /** Telling cuts from camera moves. */
    SHOT,
    /** Finding faces, without the scaling. */
    DETECT,
    /** Looking at found faces again for better landmarks. */
    REFINE,
    /** Aligning faces, conversion of their pixels included. */
    ALIGN,
    /** Judging their quality. */
    QUALITY,
    /** Turning them into embeddings. */
    EMBED,
    /** Joining faces to tracklets and tracks. */
    TRACK,
    /** Cutting out and blurring best shots. */
    PICTURE,
    /** Cutting out faces for the recogniser that looks closer. */
    CLOSE_UP,
    /** Looking closer: turning those faces into embeddings, after the scan and for some tracks alone. */
    EMBED_CLOSE_UP
}
