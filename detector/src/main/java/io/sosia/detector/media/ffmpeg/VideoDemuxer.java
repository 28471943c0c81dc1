package io.sosia.detector.media.ffmpeg;

import static org.bytedeco.ffmpeg.avformat.AVFormatContext.AVFMT_FLAG_CUSTOM_IO;
import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avcodec.AV_FIELD_PROGRESSIVE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_FIELD_UNKNOWN;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_DURATION_FROM_STREAM;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_TS_DISCONT;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_STILL_IMAGE;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_TIMED_THUMBNAILS;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_guess_sample_aspect_ratio;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set_int;

import io.sosia.detector.media.MediaException;
import io.sosia.detector.media.MediaFailure;
import io.sosia.detector.media.MediaTime;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;

/**
 * The container: finds the video in it and hands out its compressed packets in file order, with times that never jump
 * back. Serves one thread; owns FFmpeg's format context.
 */
final class VideoDemuxer implements AutoCloseable {

    /** Demuxers that are tried, by FFmpeg's names: MP4 and MOV, MKV and WebM, FLV, MPEG-TS, AVI. */
    private static final String CONTAINERS = "mov,mp4,matroska,webm,flv,mpegts,avi";

    /** What FFmpeg's own command takes for a break in a transport stream's clock rather than a pause in the film. */
    private static final long FORWARD_JUMP_MICROS = 10_000_000;

    /**
     * Between an MP4's end of one picture and the start of the next there is nothing, unless a fragment was stepped over
     * (ISO/IEC 14496-12, 8.8.12: each says when it starts). Less than this is the writers' rounding.
     */
    private static final long GAP_MICROS = 100_000;

    /** Containers round and estimate their lengths. */
    private static final long TOLERATED_MICROS = 500_000;

    /** Decoding times only ever grow, but for a little noise. */
    private static final long BACKWARD_JUMP_MICROS = 10_000;

    /** Presentation times, where there are no others, are reordered by less than this. */
    private static final long REORDERING_MICROS = 1_000_000;

    private final AVFormatContext context;
    private final AVStream stream;
    private final int index;
    private final TimeBase timeBase;
    private final boolean clockMayBreak;
    private final boolean durationClaimed;
    private long startTicks;
    private boolean startKnown;
    private boolean startIsDecodingTime;
    private long offsetTicks;
    private long previousTicks;
    private boolean previousKnown;
    private long previousDuration;
    private long endMicros;
    private int corruptPackets;
    private long missingMicros;
    private int errorsBeside;
    private long otherEndMicros;
    private final Map<Integer, TimeBase> otherBases = new HashMap<>();

    private VideoDemuxer(AVFormatContext context, AVStream stream, boolean durationClaimed) {
        this.durationClaimed = durationClaimed;
        this.context = context;
        this.stream = stream;
        this.index = stream.index();
        this.timeBase = TimeBase.of(stream.time_base());
        this.clockMayBreak = (context.iformat().flags() & AVFMT_TS_DISCONT) != 0;
        this.startKnown = TimeBase.known(stream.start_time());
        this.startTicks = startKnown ? stream.start_time() : 0;
    }

    /**
     * Opens a container and chooses its video.
     *
     * @param input outlives the demuxer
     * @param name of the file, for messages only
     */
    static VideoDemuxer open(FileInput input, Path name, MediaLimits limits) throws MediaException {
        AVFormatContext context = avformat_alloc_context();
        if (context == null) {
            throw new OutOfMemoryError("FFmpeg could not allocate a format context");
        }
        context.pb(input.context());
        context.flags(context.flags() | AVFMT_FLAG_CUSTOM_IO);
        av_opt_set(context, "format_whitelist", CONTAINERS, 0);
        av_opt_set(context, "codec_whitelist", VideoDecoder.DECODERS, 0);
        // One more than allowed, so that too many can be told from just enough.
        av_opt_set_int(context, "max_streams", limits.maxStreams() + 1L, 0);
        av_opt_set_int(context, "probesize", limits.maxProbeBytes(), 0);
        // Frees the context where it fails.
        int opened = avformat_open_input(context, (String) null, null, (AVDictionary) null);
        if (opened < 0) {
            throw new MediaException(
                    name,
                    MediaFailure.UNKNOWN_FORMAT,
                    "no MP4, MOV, MKV, WebM, FLV, MPEG-TS or AVI: " + FfmpegError.describe(opened));
        }
        try {
            return choose(context, name, limits);
        } catch (MediaException | RuntimeException | Error e) {
            avformat_close_input(context);
            throw e;
        }
    }

    private static VideoDemuxer choose(AVFormatContext context, Path name, MediaLimits limits) throws MediaException {
        check(context, name, limits);
        // MP4 and Matroska say in their headers all that is needed. Others make FFmpeg read and decode ahead, which
        // costs
        // as much as several key frames.
        boolean headersSuffice = headersSuffice(context);
        int found = headersSuffice ? 0 : avformat_find_stream_info(context, (AVDictionary) null);
        check(context, name, limits);
        int best = av_find_best_stream(context, AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
        if (best < 0 || !moves(context.streams(best))) {
            best = -1;
            for (int i = context.nb_streams() - 1; i >= 0; i--) {
                if (moves(context.streams(i))) {
                    best = i;
                }
            }
        }
        if (best < 0) {
            throw new MediaException(
                    name,
                    MediaFailure.NO_VIDEO,
                    found < 0
                            ? FfmpegError.describe(found)
                            : "none of its " + context.nb_streams() + " streams is video");
        }
        if (context.iformat().name().getString().startsWith("mov,")) {
            // Their lengths say nothing of the video's in MP4, where each stream has its own.
            for (int i = 0; i < context.nb_streams(); i++) {
                if (i != best) {
                    context.streams(i).discard(AVDISCARD_ALL);
                }
            }
        }
        boolean durationClaimed = headersSuffice || context.duration_estimation_method() == AVFMT_DURATION_FROM_STREAM;
        VideoDemuxer demuxer = new VideoDemuxer(context, context.streams(best), durationClaimed);
        long duration = demuxer.claimedDuration().map(MediaTime::micros).orElse(0L);
        if (duration > limits.maxDuration().toNanos() / 1000) {
            throw new MediaException(
                    name,
                    MediaFailure.TOO_LONG,
                    "it claims " + duration / 1_000_000 + " s, more than "
                            + limits.maxDuration().toSeconds() + " s");
        }
        return demuxer;
    }

    private static boolean headersSuffice(AVFormatContext context) {
        String container = context.iformat().name().getString();
        if (!container.startsWith("mov,") && !container.startsWith("matroska,")) {
            return false;
        }
        for (int i = 0; i < context.nb_streams(); i++) {
            AVCodecParameters parameters = context.streams(i).codecpar();
            if (moves(context.streams(i)) && (parameters.width() < 1 || parameters.height() < 1)) {
                return false;
            }
        }
        return true;
    }

    private static boolean moves(AVStream stream) {
        int still = AV_DISPOSITION_ATTACHED_PIC | AV_DISPOSITION_STILL_IMAGE | AV_DISPOSITION_TIMED_THUMBNAILS;
        return stream.codecpar().codec_type() == AVMEDIA_TYPE_VIDEO && (stream.disposition() & still) == 0;
    }

    private static void check(AVFormatContext context, Path name, MediaLimits limits) throws MediaException {
        if (context.nb_streams() > limits.maxStreams()) {
            throw new MediaException(name, MediaFailure.TOO_MANY_STREAMS, "more streams than " + limits.maxStreams());
        }
        for (int i = 0; i < context.nb_streams(); i++) {
            AVCodecParameters parameters = context.streams(i).codecpar();
            if (parameters.codec_type() == AVMEDIA_TYPE_VIDEO
                    && (long) parameters.width() * parameters.height() > limits.maxPixels()) {
                throw new MediaException(
                        name,
                        MediaFailure.TOO_LARGE,
                        "frames of " + parameters.width() + "x" + parameters.height() + " are more than "
                                + limits.maxPixels() + " pixels");
            }
        }
    }

    /** Of the chosen stream; owned by the demuxer. */
    AVStream stream() {
        return stream;
    }

    /** Moving pictures in the file that are not the chosen stream's. */
    int otherVideos() {
        int others = 0;
        for (int i = 0; i < context.nb_streams(); i++) {
            others += i != index && moves(context.streams(i)) ? 1 : 0;
        }
        return others;
    }

    String container() {
        return context.iformat().name().getString();
    }

    String codec() {
        BytePointer name = avcodec_get_name(stream.codecpar().codec_id());
        return name.getString();
    }

    TimeBase timeBase() {
        return timeBase;
    }

    /** How the container says that frames are turned and mirrored; nothing of their pixels' aspect. */
    Showing showing() {
        AVCodecParameters parameters = stream.codecpar();
        AVPacketSideData side = av_packet_side_data_get(
                parameters.coded_side_data(), parameters.nb_coded_side_data(), AV_PKT_DATA_DISPLAYMATRIX);
        if (side == null || side.isNull() || side.size() < 9 * Integer.BYTES) {
            return Showing.AS_STORED;
        }
        IntPointer matrix = new IntPointer(side.data());
        return Showing.of(matrix.get(0), matrix.get(1), matrix.get(3), matrix.get(4));
    }

    /** Width of a frame's pixel over its height: the container's word, else the codec's; 1 where neither says. */
    double pixelAspect(AVFrame frame) {
        try (AVRational aspect = av_guess_sample_aspect_ratio(context, stream, frame)) {
            return aspect.num() > 0 && aspect.den() > 0 ? (double) aspect.num() / aspect.den() : 1;
        }
    }

    /** As the container says, if it does; an estimate from bit rate or last packets is none. */
    Optional<MediaTime> claimedDuration() {
        if (!durationClaimed) {
            return Optional.empty();
        }
        if (TimeBase.known(stream.duration()) && stream.duration() > 0) {
            return Optional.of(new MediaTime(Math.max(0, timeBase.micros(stream.duration()))));
        }
        return TimeBase.known(context.duration()) && context.duration() > 0
                ? Optional.of(new MediaTime(context.duration()))
                : Optional.empty();
    }

    /** End of the latest packet so far, from the start of the video. */
    MediaTime end() {
        return new MediaTime(Math.max(0, endMicros));
    }

    /** Whether the file ends well before the length it claims, sound and subtitles counted in. */
    boolean endsEarly() {
        if (container().startsWith("mov,")) {
            return false;
        }
        // A claim counts from 0 or from the first frame; the shorter reading is the one that cannot wrong a good file.
        long claim = claimedDuration().map(MediaTime::micros).orElse(0L) - Math.max(0, timeBase.micros(startTicks));
        return claim - Math.max(endMicros, otherEndMicros) > Math.max(TOLERATED_MICROS, claim / 50);
    }

    /** Packets that the container itself marks as broken. */
    int corruptPackets() {
        return corruptPackets;
    }

    /**
     * Errors that FFmpeg wrote down while it read sound, subtitles and other streams, or came to the end, such as of a
     * last Opus packet that is empty. Where it was the container that was broken, the pictures lost by that show in its
     * structure.
     */
    int errorsBeside() {
        return errorsBeside;
    }

    /** How much of the video's time no picture stands for, where the container knows how long each stands. */
    MediaTime missing() {
        return new MediaTime(missingMicros);
    }

    /**
     * Reads the next packet of the video into {@code packet}, which the caller unreferences.
     *
     * @param log of this thread
     * @return empty after the last one
     * @throws FfmpegError if the container is broken here
     */
    boolean next(AVPacket packet, FfmpegLog log) throws FfmpegError {
        while (true) {
            int before = log.errors();
            int result = av_read_frame(context, packet);
            if (result == AVERROR_EOF()) {
                // What other streams' parsers still hold comes out here, too.
                errorsBeside += log.errors() - before;
                return false;
            }
            if (result < 0) {
                throw new FfmpegError(result);
            }
            if (packet.stream_index() == index && packet.size() > 0) {
                straighten(packet);
                return true;
            }
            errorsBeside += log.errors() - before;
            otherEndMicros = Math.max(otherEndMicros, otherEnd(packet));
            av_packet_unref(packet);
        }
    }

    /** Presentation time of a tick of this stream, from the start of the video; negative before it. */
    long micros(long ticks) {
        return timeBase.micros(saturatedDifference(ticks, startTicks));
    }

    /**
     * The codec gave its first frame. Where the container knows decoding times only, as AVI does, that is the start.
     *
     * @param ticks of the frame
     */
    void firstShown(long ticks) {
        if (startIsDecodingTime) {
            startIsDecodingTime = false;
            startTicks = ticks;
        }
    }

    /**
     * Whether a key packet by itself gives a whole frame and its time. A transport stream may split a frame into two
     * fields, and AVI gives decoding times only, from which a codec that reorders frames tells presentation times only
     * as long as it sees every packet.
     */
    boolean keyPacketsStandAlone() {
        int order = stream.codecpar().field_order();
        return switch (container()) {
            case "mpegts" -> order == AV_FIELD_UNKNOWN || order == AV_FIELD_PROGRESSIVE;
            case "avi" -> stream.codecpar().video_delay() == 0;
            default -> true;
        };
    }

    /** Presentation time of a packet where it is known, else its decoding time. */
    OptionalLong time(AVPacket packet) {
        long ticks = TimeBase.known(packet.pts()) ? packet.pts() : packet.dts();
        return TimeBase.known(ticks) ? OptionalLong.of(micros(ticks)) : OptionalLong.empty();
    }

    /** Presentation time of a packet, if the container knows it. */
    OptionalLong presentationTime(AVPacket packet) {
        return TimeBase.known(packet.pts()) ? OptionalLong.of(micros(packet.pts())) : OptionalLong.empty();
    }

    private long otherEnd(AVPacket packet) {
        int other = packet.stream_index();
        if (other < 0 || other >= context.nb_streams() || !TimeBase.known(packet.pts())) {
            return 0;
        }
        TimeBase otherBase = otherBases.computeIfAbsent(
                other, i -> TimeBase.of(context.streams(i).time_base()));
        return otherBase.micros(packet.pts())
                + otherBase.micros(Math.max(0, packet.duration()))
                - timeBase.micros(startTicks);
    }

    private void straighten(AVPacket packet) {
        if ((packet.flags() & AV_PKT_FLAG_CORRUPT) != 0) {
            corruptPackets++;
        }
        long pts = packet.pts();
        long dts = packet.dts();
        long reference = TimeBase.known(dts) ? dts : pts;
        if (!TimeBase.known(reference)) {
            return;
        }
        if (!startKnown && (packet.flags() & AV_PKT_FLAG_DISCARD) == 0) {
            startKnown = true;
            startTicks = TimeBase.known(pts) ? pts : dts;
        }
        if (!previousKnown) {
            startIsDecodingTime = !TimeBase.known(pts);
        }
        if (previousKnown) {
            long jump = timeBase.micros(saturatedDifference(reference + offsetTicks, previousTicks));
            // Joined files start their clocks anew; their frames follow those before and must not be lost.
            // Matroska stores no decoding times; FFmpeg's guesses at them start badly.
            boolean trusted = TimeBase.known(dts) && !container().startsWith("matroska");
            long tolerated = trusted ? BACKWARD_JUMP_MICROS : REORDERING_MICROS;
            if (jump < -tolerated || (clockMayBreak && jump > FORWARD_JUMP_MICROS)) {
                long step = packet.duration() > 0 ? packet.duration() : timeBase.ticks(40_000);
                offsetTicks = saturatedDifference(previousTicks + step, reference);
            } else if (container().startsWith("mov,") && jump - previousDuration > GAP_MICROS) {
                missingMicros += jump - previousDuration;
            }
        }
        if (offsetTicks != 0) {
            if (TimeBase.known(pts)) {
                packet.pts(pts + offsetTicks);
            }
            if (TimeBase.known(dts)) {
                packet.dts(dts + offsetTicks);
            }
        }
        previousTicks = reference + offsetTicks;
        previousKnown = true;
        previousDuration = timeBase.micros(Math.max(0, packet.duration()));
        long latest = (TimeBase.known(packet.pts()) ? packet.pts() : packet.dts()) + Math.max(0, packet.duration());
        endMicros = Math.max(endMicros, micros(latest));
    }

    private static long saturatedDifference(long a, long b) {
        long difference = a - b;
        // Overflowed if the operands differ in sign and the result's sign is not that of the first.
        return ((a ^ b) & (a ^ difference)) < 0 ? (a < 0 ? Long.MIN_VALUE / 2 : Long.MAX_VALUE / 2) : difference;
    }

    @Override
    public void close() {
        avformat_close_input(context);
    }
}
