package io.sosia.detector.media.ffmpeg;

import static org.bytedeco.ffmpeg.avutil.AVFrame.AV_FRAME_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;

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
import io.sosia.models.file.FileReason;
import java.io.IOException;
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

    /** A demuxer that steps over broken bytes gets on; one that reports them for ever does not. */
    private static final int MOST_BROKEN_READS = 100;

    /** Containers round their lengths. */
    private static final long ROUNDING_MICROS = 500_000;

    /** In FFmpeg's log where a stream's own header asks for more pixels than allowed; its error code tells less. */
    private static final String TOO_MANY_PIXELS = "exceeds specified max pixel count";

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

    Reading run(FileChannel channel) throws MediaException, IOException {
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
        private Showing showing = Showing.AS_STORED;
        private Optional<MediaTime> claimed = Optional.empty();
        private boolean belied;
        private MediaTime end = MediaTime.ZERO;
        private int failures;
        private int corruptPackets;

        // After a jump the codec knows no reference, so nothing but a key frame can come out of it first.
        private boolean keyAwaited = true;
        private boolean keyGiven;
        private boolean pendingKey;
        private int failuresAtJump;
        private long previousTicks;
        private int brokenReads;
        private int containerErrors;
        private boolean endsEarly;
        private MediaTime missing = MediaTime.ZERO;
        private Optional<MediaProblem> layoutFault = Optional.empty();
        private int otherVideos;
        private Optional<String> lastWords = Optional.empty();
        private Optional<String> lastError = Optional.empty();

        Pass(boolean skipping, FrameChooser chooser) {
            this.skipping = skipping;
            this.chooser = chooser;
        }

        void run(FileChannel channel) throws MediaException, IOException {
            try (FfmpegLog log = FfmpegLog.listen();
                    FileInput input = new FileInput(channel, hash.bytes(), budget);
                    VideoDemuxer demuxer = open(input, channel);
                    VideoDecoder decoder = VideoDecoder.open(demuxer.stream(), file, limits);
                    PictureConverter converter = new PictureConverter();
                    PendingPackets pending = new PendingPackets()) {
                container = demuxer.container();
                codec = demuxer.codec();
                showing = demuxer.showing();
                claimed = demuxer.claimedDuration();
                claimed.ifPresent(length -> chooser.aimFor(
                        MediaTime.of(sampling.longestGapIn(length.toDuration())).micros()));
                VideoDecoder.Sink sink = frame -> decoded(frame, demuxer, decoder, converter);
                AVPacket packet = av_packet_alloc();
                try {
                    readAll(packet, demuxer, decoder, pending, sink, log);
                } finally {
                    av_packet_free(packet);
                }
                lastWords = log.last().or(() -> lastError);
                endsEarly = demuxer.endsEarly();
                missing = demuxer.missing();
                layoutFault = ContainerLayout.of(container, structure(channel)).fault();
                otherVideos = demuxer.otherVideos();
                end = demuxer.end();
                failures = decoder.failures();
                corruptPackets = demuxer.corruptPackets();
                if (input.failure().isPresent()) {
                    stop = Optional.of(new MediaProblem(
                            MediaFailure.UNREADABLE,
                            "reading failed: "
                                    + FileReason.words(input.failure().get())));
                }
            }
        }

        private void readAll(
                AVPacket packet,
                VideoDemuxer demuxer,
                VideoDecoder decoder,
                PendingPackets pending,
                VideoDecoder.Sink sink,
                FfmpegLog log) {
            boolean skips = skipping && demuxer.keyPacketsStandAlone();
            try {
                while (!keysLied && !stopped() && next(packet, demuxer, log)) {
                    long time = demuxer.time(packet).orElse(Long.MAX_VALUE);
                    boolean key = (packet.flags() & AV_PKT_FLAG_KEY) != 0;
                    boolean wanted = key && chooser.wantsKeyFrames() && (packet.flags() & AV_PKT_FLAG_DISCARD) == 0;
                    budget.reached(demuxer.end().micros());
                    if (!belied
                            && demuxer.end().micros()
                                    > claimed.orElse(demuxer.end()).micros() + ROUNDING_MICROS) {
                        // It is longer than it said, so its claim is no reason to look more often than asked.
                        belied = true;
                        chooser.aimFor(MediaTime.of(sampling.longestGap()).micros());
                    }
                    if (key && skips && !pending.isEmpty()) {
                        if (time > chooser.due()) {
                            decodePending(pending, demuxer, decoder, sink);
                        } else {
                            pending.clear();
                            jump(decoder, sink);
                        }
                    }
                    pendingKey |= key;
                    pending.add(packet);
                    if (wanted || !skips || time >= chooser.due() || pending.bytes() > limits.maxPendingBytes()) {
                        decodePending(pending, demuxer, decoder, sink);
                    }
                    if (wanted) {
                        chooser.expect(time);
                    }
                }
            } catch (FfmpegError e) {
                lastError = Optional.of(FfmpegError.describe(e.code()));
            }
            if (!stopped() && !keysLied) {
                decoder.finish(sink);
            }
        }

        /** The next packet, as long as the container can be read on behind what is broken in it. */
        private boolean next(AVPacket packet, VideoDemuxer demuxer, FfmpegLog log) throws FfmpegError {
            int before = log.errors() - demuxer.errorsBeside();
            try {
                while (true) {
                    try {
                        return demuxer.next(packet, log);
                    } catch (FfmpegError e) {
                        brokenReads++;
                        if (brokenReads > MOST_BROKEN_READS || stopped()) {
                            throw e;
                        }
                    }
                }
            } finally {
                containerErrors += log.errors() - demuxer.errorsBeside() - before;
            }
        }

        private void decodePending(
                PendingPackets pending, VideoDemuxer demuxer, VideoDecoder decoder, VideoDecoder.Sink sink) {
            keyGiven |= pendingKey;
            pendingKey = false;
            pending.decode(packet -> {
                // A frame that is too early to be chosen is decoded only if others need it.
                boolean early = demuxer.presentationTime(packet).orElse(Long.MAX_VALUE) < chooser.choosesFrom();
                decoder.referencesOnly(early && (packet.flags() & AV_PKT_FLAG_KEY) == 0);
                decoder.decode(packet, sink);
            });
        }

        /** Takes what the codec still holds, and makes it forget all, so that the next key frame can follow. */
        private void jump(VideoDecoder decoder, VideoDecoder.Sink sink) {
            decoder.finish(sink);
            // A codec that finds a key frame broken says so; one that stays silent was given no key frame at all.
            keysLied |= keyAwaited && keyGiven && decoder.failures() == failuresAtJump;
            keyAwaited = true;
            keyGiven = false;
            pendingKey = false;
            failuresAtJump = decoder.failures();
        }

        private VideoDemuxer open(FileInput input, FileChannel channel) throws MediaException, IOException {
            try {
                return VideoDemuxer.open(input, file, limits);
            } catch (MediaException e) {
                MediaFailure reason = e.reason();
                if (input.failure().isPresent()) {
                    throw FileHash.unreadable(file, input.failure().get());
                }
                if (budget.exhausted()) {
                    throw new MediaException(file, MediaFailure.TIMEOUT, budget.describe());
                }
                if (reason == MediaFailure.UNKNOWN_FORMAT) {
                    // FFmpeg has one word for all; the outermost bytes tell a broken video from something else.
                    Optional<ContainerLayout> layout = ContainerLayout.of(structure(channel));
                    if (layout.isPresent()) {
                        String kind = layout.get().kind() + ": ";
                        throw layout.get()
                                .fault()
                                .map(fault -> new MediaException(file, fault.reason(), kind + fault.detail()))
                                .orElseGet(() -> new MediaException(file, MediaFailure.DAMAGED, kind + e.detail()));
                    }
                }
                throw e;
            }
        }

        private FileWindow structure(FileChannel channel) {
            return new FileWindow(channel, hash.bytes(), budget::exhausted);
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
            chooser.offer(frame, micros, key, (chosen, at, isKey) -> show(chosen, at, isKey, demuxer, converter));
        }

        private void show(AVFrame frame, long micros, boolean key, VideoDemuxer demuxer, PictureConverter converter) {
            lastShown = micros;
            Showing square = showing.withPixelAspect(demuxer.pixelAspect(frame));
            LentFrame lent = new LentFrame(frame, converter, square, new MediaTime(micros), key);
            if (facts.isEmpty()) {
                facts = Optional.of(new VideoFacts(
                        hash.sha256(),
                        hash.bytes(),
                        container,
                        codec,
                        lent.width(),
                        lent.height(),
                        showing.rotation(),
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
            if (layoutFault.isPresent()) {
                return layoutFault.map(fault -> new MediaProblem(fault.reason(), fault.detail() + seen));
            }
            if (endsEarly && brokenReads + containerErrors == 0) {
                return Optional.of(
                        new MediaProblem(MediaFailure.TRUNCATED, "it ends before the length that it claims" + seen));
            }
            int broken = damagedFrames + failures + corruptPackets + brokenReads + containerErrors;
            if (broken == 0 && !endsEarly && missing.micros() > 0) {
                return Optional.of(new MediaProblem(
                        MediaFailure.DAMAGED,
                        String.format(Locale.ROOT, "%.1f s between its fragments are missing", missing.micros() / 1e6)
                                + seen));
            }
            if (broken > 0 || endsEarly) {
                String where = damagedFrames == 0
                        ? ""
                        : String.format(Locale.ROOT, " between %.1f s and %.1f s", firstDamage / 1e6, lastDamage / 1e6);
                String words = lastWords.map(text -> " (" + text + ")").orElse("");
                return Optional.of(new MediaProblem(
                        lastWords.filter(text -> text.contains(TOO_MANY_PIXELS)).isPresent()
                                ? MediaFailure.TOO_LARGE
                                : MediaFailure.DAMAGED,
                        damagedFrames + " frames came out incomplete" + where + ", " + failures
                                + " were refused by the codec, " + corruptPackets + " packets are cut, "
                                + (brokenReads + containerErrors) + " errors in the container" + words + seen));
            }
            return otherVideos == 0
                    ? Optional.empty()
                    : Optional.of(new MediaProblem(
                            MediaFailure.SEVERAL_VIDEOS,
                            "only one of its " + (1 + otherVideos) + " video tracks was looked at"));
        }
    }
}
