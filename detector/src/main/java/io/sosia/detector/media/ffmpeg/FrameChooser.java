package io.sosia.detector.media.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_move_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import io.sosia.detector.media.Sampling;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Says which decoded frames are looked at, and from which time on it needs to see more. Times are microseconds from the
 * start of the video; frames are offered in ascending time. Serves one thread.
 */
sealed interface FrameChooser extends AutoCloseable {

    /** Takes a chosen frame. */
    @FunctionalInterface
    interface Choice {
        void take(AVFrame frame, long micros, boolean key);
    }

    static FrameChooser of(Sampling sampling) {
        return switch (sampling) {
            case Sampling.KeyFrames keyFrames ->
                new KeysAndFillers(keyFrames.longestGap().toNanos() / 1000);
            case Sampling.Interval interval ->
                new EverySpan(interval.longestGap().toNanos() / 1000);
        };
    }

    /** From now on asks for this longest gap, microseconds, instead of the sampling's. */
    void aimFor(long longestGap);

    /** Whether every key frame is looked at. */
    boolean wantsKeyFrames();

    /** As long as the video has not passed this time, nothing but a key frame can be of interest. */
    long due();

    /** No frame before this time will be chosen, key frames left aside. */
    long choosesFrom();

    /** A key frame at this time was handed to the codec, and will come out. */
    void expect(long micros);

    /** A frame came out of the codec. */
    void offer(AVFrame frame, long micros, boolean key, Choice choice);

    @Override
    void close();

    /**
     * All key frames, and between them the last frame before each gap would become too long. For that it holds on to
     * the latest frame that was not chosen.
     */
    final class KeysAndFillers implements FrameChooser {

        /**
         * Key frames may come later than the gap by one part in this many. At 29.97 frames a second 60 frames last
         * 2.002 s: to decode ten times as much for these 2 ms would help nobody.
         */
        private static final int TOLERANCE = 20;

        private long longestGap;
        private long tolerated;
        private final AVFrame held = av_frame_alloc();
        private boolean holding;
        private long heldMicros;
        private long chosen = Long.MIN_VALUE / 2;
        private long expected = Long.MIN_VALUE / 2;

        KeysAndFillers(long longestGap) {
            this.longestGap = longestGap;
            this.tolerated = longestGap + longestGap / TOLERANCE;
        }

        @Override
        public void aimFor(long otherGap) {
            longestGap = otherGap;
            tolerated = otherGap + otherGap / TOLERANCE;
        }

        @Override
        public boolean wantsKeyFrames() {
            return true;
        }

        @Override
        public long due() {
            return Math.max(chosen, expected) + tolerated;
        }

        @Override
        public long choosesFrom() {
            // The last frame before the gap is too long is looked for; where few frames are, an earlier one serves.
            return Math.max(chosen, expected) + longestGap / 2;
        }

        @Override
        public void expect(long micros) {
            expected = Math.max(expected, micros);
        }

        @Override
        public void offer(AVFrame frame, long micros, boolean key, Choice choice) {
            if (holding && micros - chosen > (key ? tolerated : longestGap)) {
                chosen = heldMicros;
                choice.take(held, heldMicros, false);
                release();
            }
            if (key || micros - chosen > longestGap) {
                release();
                chosen = micros;
                choice.take(frame, micros, key);
            } else {
                release();
                av_frame_move_ref(held, frame);
                holding = true;
                heldMicros = micros;
            }
        }

        private void release() {
            if (holding) {
                av_frame_unref(held);
                holding = false;
            }
        }

        @Override
        public void close() {
            av_frame_free(held);
        }
    }

    /** The first frame at or after each multiple of a span. */
    final class EverySpan implements FrameChooser {

        private long span;
        private long due;

        EverySpan(long span) {
            this.span = span;
        }

        @Override
        public void aimFor(long longestGap) {
            span = longestGap;
        }

        @Override
        public boolean wantsKeyFrames() {
            return false;
        }

        @Override
        public long due() {
            return due;
        }

        @Override
        public long choosesFrom() {
            return due;
        }

        @Override
        public void expect(long micros) {
            // Key frames are nothing special here.
        }

        @Override
        public void offer(AVFrame frame, long micros, boolean key, Choice choice) {
            if (micros >= due) {
                due = (micros / span + 1) * span;
                choice.take(frame, micros, key);
            }
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }
}
