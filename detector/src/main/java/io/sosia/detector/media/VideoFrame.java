package io.sosia.detector.media;

/** A decoded frame, lent to a callback: it is valid only until the callback returns, and only on its thread. */
public interface VideoFrame extends Picture {

    /** Presentation time. */
    MediaTime time();

    /** Whether the codec decoded it without any other frame. */
    boolean keyFrame();
}
