package io.sosia.detector.media.ffmpeg;

import static org.bytedeco.ffmpeg.avutil.AVFrame.AV_FRAME_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_DEFAULT;
import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_NONREF;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_flush_buffers;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set_int;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN;

import io.sosia.detector.media.MediaException;
import io.sosia.detector.media.MediaFailure;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * The codec, on the calling thread alone: as many videos as cores are read at a time. Owns FFmpeg's codec context and
 * the frame that it lends.
 */
final class VideoDecoder implements AutoCloseable {

    /** Decoders by FFmpeg's names: H.264, HEVC, VP8, VP9, AV1, and MPEG-4 part 2, which AVI files often hold. */
    static final String DECODERS = "h264,hevc,vp8,vp9,libaom-av1,libdav1d,mpeg4";

    /** The decoder wants a packet before it has another frame. */
    private static final int TRY_AGAIN = AVERROR_EAGAIN();

    private final AVCodecContext context;
    private final AVFrame frame;
    private int failures;

    private VideoDecoder(AVCodecContext context, AVFrame frame) {
        this.context = context;
        this.frame = frame;
    }

    static VideoDecoder open(AVStream stream, Path name, MediaLimits limits) throws MediaException {
        AVCodec codec = avcodec_find_decoder(stream.codecpar().codec_id());
        if (codec == null || codec.isNull()) {
            throw new MediaException(name, MediaFailure.UNSUPPORTED_CODEC, "there is no decoder for its codec");
        }
        AVCodecContext context = avcodec_alloc_context3(codec);
        AVFrame frame = av_frame_alloc();
        VideoDecoder decoder = new VideoDecoder(context, frame);
        try {
            int result = avcodec_parameters_to_context(context, stream.codecpar());
            context.thread_count(1);
            context.pkt_timebase(stream.time_base());
            av_opt_set(context, "codec_whitelist", DECODERS, 0);
            // Holds for sizes too that only the stream's own headers, or later ones, announce.
            av_opt_set_int(context, "max_pixels", limits.maxPixels(), 0);
            if (result >= 0) {
                result = avcodec_open2(context, codec, (AVDictionary) null);
            }
            if (result < 0) {
                throw new MediaException(
                        name,
                        MediaFailure.UNSUPPORTED_CODEC,
                        codec.name().getString() + ": " + FfmpegError.describe(result));
            }
            return decoder;
        } catch (MediaException | RuntimeException | Error e) {
            decoder.close();
            throw e;
        }
    }

    /** Takes a decoded frame, which is the decoder's again afterwards unless its reference was moved away. */
    @FunctionalInterface
    interface Sink {
        void accept(AVFrame frame);
    }

    /** Decodes a packet and lends whatever frames come out, in order of presentation. */
    void decode(AVPacket packet, Sink sink) {
        int result = avcodec_send_packet(context, packet);
        if (result < 0 && result != AVERROR_EOF()) {
            failures++;
        }
        receive(sink);
    }

    /** Lends the frames that are still inside, and forgets all references: the next packet must be a key frame. */
    void finish(Sink sink) {
        avcodec_send_packet(context, null);
        receive(sink);
        avcodec_flush_buffers(context);
    }

    /** Whether to leave out frames that no other frame needs. */
    void referencesOnly(boolean yes) {
        context.skip_frame(yes ? AVDISCARD_NONREF : AVDISCARD_DEFAULT);
    }

    /** Packets that the codec refused, and frames that it could not finish. */
    int failures() {
        return failures;
    }

    /** Whether a frame has pixels that the codec had to make up. */
    static boolean damaged(AVFrame frame) {
        return (frame.flags() & AV_FRAME_FLAG_CORRUPT) != 0 || frame.decode_error_flags() != 0;
    }

    private void receive(Sink sink) {
        while (true) {
            int result = avcodec_receive_frame(context, frame);
            if (result < 0) {
                if (result != AVERROR_EOF() && result != TRY_AGAIN) {
                    failures++;
                }
                return;
            }
            try {
                sink.accept(frame);
            } finally {
                av_frame_unref(frame);
            }
        }
    }

    @Override
    public void close() {
        av_frame_free(frame);
        avcodec_free_context(context);
    }
}
