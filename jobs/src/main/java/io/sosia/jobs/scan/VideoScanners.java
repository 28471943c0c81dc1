package io.sosia.jobs.scan;

import io.sosia.detector.media.MediaTime;
import io.sosia.detector.pipeline.VideoScanner;

/** Makes scanners, one for each worker. Thread-safe. */
@FunctionalInterface
public interface VideoScanners {

    /**
     * Makes a scanner; the caller closes it.
     *
     * @param watch told of every frame that was looked at, on the scanning thread; what it throws ends the video's scan
     *     and comes out unchanged
     */
    VideoScanner open(FrameWatch watch);

    /** Follows a scanner through a video. */
    @FunctionalInterface
    interface FrameWatch {
        /** A frame was looked at. */
        void looked(MediaTime time);
    }
}
