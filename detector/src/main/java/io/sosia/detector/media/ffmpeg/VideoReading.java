package io.sosia.detector.media.ffmpeg;

import static org.bytedeco.ffmpeg.avutil.AVFrame.AV_FRAME_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;

import io.sosia.detector.media.CoverageMeter;
import io.sosia.detector.media.FileHash;
import io.sosia.detector.media.MediaException;
import io.sosia.detector.media.MediaFailure;
import io.sosia.detector.media.MediaProblem;
import io.sosia.detector.media.MediaTime;
import io.sosia.detector.media.Sampling;
import io.sosia.detector.media.VideoFacts;
import io.sosia.detector.media.VideoReader.FrameSink;
import io.sosia.detector.media.VideoReader.Reading;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * One reading of one video, from opening to the result.
 *
 * <p>Packets are read in file order and held back. A key frame starts a group that can be decoded by itself. When the
 * next key frame comes before the sampling is due, the group is dropped undecoded; when the sampling becomes due within
 * a group, the group is decoded from its start, and on to its end. So the video is read once, forwards, no frame is
 * decoded twice, and what is held is bounded by the sampling's longest gap.
 */
final class VideoReading {

    private final Path file;
    private final FileHash hash;
    private final Sampling sampling;
    private final FrameSink frames;
    private final MediaLimits limits;
    private final DecodeBudget budget;
    private final CoverageMeter coverage;

    private Optional<VideoFacts> facts = Optional.empty();
    private long lastShown = -1;
    private int damagedFrames;
    private long firstDamage = Long.MAX_VALUE;
    private long lastDamage;
    private Optional<MediaProblem> stop = Optional.empty();

    VideoReading(
            Path file, FileHash hash, Sampling sampling, FrameSink frames, MediaLimits limits, LongSupplier nanoTime) {
        this.file = file;
        this.hash = hash;
        this.sampling = sampling;
        this.frames = frames;
        this.limits = limits;
        this.budget = new DecodeBudget(limits, nanoTime);
        this.coverage = new CoverageMeter(MediaTime.of(sampling.longestGap()));
    }

    Reading run(FileChannel channel) throws MediaException {
        try (FrameChooser chooser = FrameChooser.of(sampling)) {
            Pass pass = new Pass(true, chooser);
            pass.run(channel);
            if (pass.keysLied) {
                // What was shown so far is not shown again.
                pass = new Pass(false, chooser);
                pass.run(channel);
            }
            return pass.result();
        }
    }

    /** From the start of the file to its end. */
    private final class Pass {

        private final boolean skipping;
        private final FrameChooser chooser;
        private boolean keysLied;
        private String container = "";
        private String codec = "";
        private int rotation;
        private Optional<MediaTime> claimed = Optional.empty();
        private MediaTime end = MediaTime.ZERO;
        private int failures;
        private int corruptPackets;
        private Optional<String> brokenContainer = Optional.empty();

        // After a jump the codec knows no reference, so nothing but a key frame can come out of it first.
        private boolean keyAwaited = true;
        private boolean keyGiven;
        private int failuresAtJump;
        private long previousTicks;

        Pass(boolean skipping, FrameChooser chooser) {
            this.skipping = skipping;
            this.chooser = chooser;
        }

        void run(FileChannel channel) throws MediaException {
            try (FileInput input = new FileInput(channel, hash.bytes(), budget);
                    VideoDemuxer demuxer = VideoDemuxer.open(input, file, limits);
                    VideoDecoder decoder = VideoDecoder.open(demuxer.stream(), file, limits);
                    PictureConverter converter = new PictureConverter();
                    PendingPackets pending = new PendingPackets()) {
                container = demuxer.container();
                codec = demuxer.codec();
                rotation = demuxer.rotation();
                claimed = demuxer.claimedDuration();
                VideoDecoder.Sink sink = frame -> decoded(frame, demuxer, decoder, converter);
                AVPacket packet = av_packet_alloc();
                try {
                    readAll(packet, demuxer, decoder, pending, sink);
                } finally {
                    av_packet_free(packet);
                }
                end = demuxer.end();
                failures = decoder.failures();
                corruptPackets = demuxer.corruptPackets();
                if (input.failure().isPresent()) {
                    stop = Optional.of(new MediaProblem(
                            MediaFailure.UNREADABLE,
                            "reading failed: " + input.failure().get().getMessage()));
                }
            }
        }

        private void readAll(
                AVPacket packet,
                VideoDemuxer demuxer,
                VideoDecoder decoder,
                PendingPackets pending,
                VideoDecoder.Sink sink) {
            boolean skips = skipping && demuxer.keyPacketsStandAlone();
            boolean decoding = !skips;
            try {
                while (!keysLied && !stopped() && demuxer.next(packet)) {
                    long time = demuxer.time(packet).orElse(Long.MAX_VALUE);
                    boolean key = (packet.flags() & AV_PKT_FLAG_KEY) != 0;
                    budget.reached(demuxer.end().micros());
                    if (key && skips) {
                        if (time > chooser.due()) {
                            pending.decode(decoder, sink);
                        } else if (!pending.isEmpty()) {
                            pending.clear();
                            jump(decoder, sink);
                        }
                        decoding = chooser.wantsKeyFrames() && (packet.flags() & AV_PKT_FLAG_DISCARD) == 0;
                        keyGiven = true;
                    }
                    if (decoding) {
                        decoder.decode(packet, sink);
                        av_packet_unref(packet);
                    } else {
                        pending.add(packet);
                        if (time >= chooser.due() || pending.bytes() > limits.maxPendingBytes()) {
                            pending.decode(decoder, sink);
                            decoding = true;
                        }
                    }
                    if (key && skips && chooser.wantsKeyFrames()) {
                        // What follows is not decoded unless it turns out to be needed.
                        chooser.expect(time);
                        decoding = false;
                    }
                }
            } catch (FfmpegError e) {
                brokenContainer = Optional.of(FfmpegError.describe(e.code()));
            }
            if (!stopped() && !keysLied) {
                decoder.finish(sink);
            }
        }

        /** Takes what the codec still holds, and makes it forget all, so that the next key frame can follow. */
        private void jump(VideoDecoder decoder, VideoDecoder.Sink sink) {
            decoder.finish(sink);
            // A codec that finds a key frame broken says so; one that stays silent was given no key frame at all.
            keysLied |= keyAwaited && keyGiven && decoder.failures() == failuresAtJump;
            keyAwaited = true;
            keyGiven = false;
            failuresAtJump = decoder.failures();
        }

        private boolean stopped() {
            if (stop.isEmpty() && budget.exhausted()) {
                stop = Optional.of(new MediaProblem(MediaFailure.TIMEOUT, budget.describe()));
            }
            return stop.isPresent();
        }

        private void decoded(AVFrame frame, VideoDemuxer demuxer, VideoDecoder decoder, PictureConverter converter) {
            long ticks = frame.best_effort_timestamp();
            if (!TimeBase.known(ticks)) {
                // AVI's last frames come out when there are no more packets to take times from.
                ticks = previousTicks + Math.max(1, frame.duration());
            }
            previousTicks = ticks;
            boolean key = (frame.flags() & AV_FRAME_FLAG_KEY) != 0;
            if (keysLied || stopped()) {
                return;
            }
            demuxer.firstShown(ticks);
            long micros = Math.max(0, demuxer.micros(ticks));
            if (skipping && keyAwaited && !key && keyGiven && decoder.failures() == failuresAtJump) {
                keysLied = true;
                return;
            }
            boolean withoutKey = skipping && keyAwaited && !key;
            keyAwaited &= !key;
            if (VideoDecoder.damaged(frame) || withoutKey) {
                damagedFrames++;
                firstDamage = Math.min(firstDamage, micros);
                lastDamage = Math.max(lastDamage, micros);
                return;
            }
            if (micros <= lastShown) {
                return;
            }
            if (micros > limits.maxDuration().toNanos() / 1000) {
                stop = Optional.of(new MediaProblem(
                        MediaFailure.TOO_LONG,
                        "it goes on after " + limits.maxDuration().toSeconds() + " s"));
                return;
            }
            if (!PictureConverter.accepts(frame.format())) {
                stop = Optional.of(new MediaProblem(
                        MediaFailure.UNSUPPORTED_CODEC, "pixel format " + PictureConverter.describe(frame.format())));
                return;
            }
            chooser.offer(frame, micros, key, (chosen, at, isKey) -> show(chosen, at, isKey, converter));
        }

        private void show(AVFrame frame, long micros, boolean key, PictureConverter converter) {
            lastShown = micros;
            LentFrame lent = new LentFrame(frame, converter, rotation, new MediaTime(micros), key);
            if (facts.isEmpty()) {
                facts = Optional.of(new VideoFacts(
                        hash.sha256(),
                        hash.bytes(),
                        container,
                        codec,
                        lent.width(),
                        lent.height(),
                        rotation,
                        MediaTime.ZERO));
            }
            coverage.add(lent.time());
            try {
                budget.without(() -> frames.accept(lent));
            } finally {
                lent.takeBack();
            }
        }

        Reading result() throws MediaException {
            MediaTime claim = claimed.orElse(end);
            Optional<MediaProblem> problem = problem(claim);
            // A file that was read to its end is as long as it was, whatever it claims.
            MediaTime duration = problem.isPresent() && claim.compareTo(end) > 0 ? claim : end;
            if (facts.isEmpty()) {
                throw problem.map(p -> new MediaException(file, p.reason(), p.detail()))
                        .orElseGet(() ->
                                new MediaException(file, MediaFailure.DAMAGED, "not one frame of it could be decoded"));
            }
            VideoFacts seen = facts.get();
            return new Reading(
                    new VideoFacts(
                            seen.sha256(),
                            seen.bytes(),
                            seen.container(),
                            seen.codec(),
                            seen.width(),
                            seen.height(),
                            seen.rotation(),
                            duration),
                    coverage.over(duration),
                    problem);
        }

        private Optional<MediaProblem> problem(MediaTime duration) {
            String seen = String.format(
                    Locale.ROOT,
                    "; seen up to %.1f s of %.1f s",
                    Math.max(0, lastShown) / 1e6,
                    Math.max(duration.micros(), end.micros()) / 1e6);
            if (stop.isPresent()) {
                return Optional.of(
                        new MediaProblem(stop.get().reason(), stop.get().detail() + seen));
            }
            if (brokenContainer.isPresent()) {
                return Optional.of(new MediaProblem(MediaFailure.DAMAGED, brokenContainer.get() + seen));
            }
            if (damagedFrames > 0 || failures > 0 || corruptPackets > 0) {
                String where = damagedFrames == 0
                        ? ""
                        : String.format(Locale.ROOT, " between %.1f s and %.1f s", firstDamage / 1e6, lastDamage / 1e6);
                return Optional.of(new MediaProblem(
                        MediaFailure.DAMAGED,
                        damagedFrames + " frames came out incomplete" + where + ", " + failures
                                + " could not be decoded, " + corruptPackets + " packets are marked corrupt" + seen));
            }
            return Optional.empty();
        }
    }
}
