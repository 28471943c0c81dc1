package io.sosia.detector.media.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_DEFAULT;
import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_NONKEY;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import io.sosia.detector.media.MediaException;
import io.sosia.detector.media.MediaFailure;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.PointerPointer;

/**
 * FFmpeg's own loop with nothing around it, one thread, no pixel converted: the floor that reading videos is measured
 * against. It trusts the file, so it is for measuring alone.
 */
public final class BareDecoding {

    private BareDecoding() {}

    /**
     * Decodes a video and drops its frames.
     *
     * @param keyFramesOnly whether everything else is left undecoded
     * @return how many frames came out
     * @throws MediaException if it cannot be opened
     */
    public static int decode(Path video, boolean keyFramesOnly) throws MediaException {
        return decode(video, keyFramesOnly, () -> {});
    }

    /**
     * Decodes a video and lets something else happen after each frame.
     *
     * @param keyFramesOnly whether everything else is left undecoded
     * @param afterFrame run on this thread
     * @return how many frames came out
     * @throws MediaException if it cannot be opened
     */
    public static int decode(Path video, boolean keyFramesOnly, Runnable afterFrame) throws MediaException {
        AVFormatContext format = new AVFormatContext(null);
        int opened = avformat_open_input(format, video.toString(), (AVInputFormat) null, (AVDictionary) null);
        if (opened < 0) {
            throw new MediaException(video, MediaFailure.UNREADABLE, FfmpegError.describe(opened));
        }
        try {
            avformat_find_stream_info(format, (PointerPointer<?>) null);
            AVCodec codec = new AVCodec();
            int index = av_find_best_stream(format, AVMEDIA_TYPE_VIDEO, -1, -1, codec, 0);
            if (index < 0) {
                throw new MediaException(video, MediaFailure.NO_VIDEO, FfmpegError.describe(index));
            }
            return decode(video, format, format.streams(index), index, keyFramesOnly, afterFrame);
        } finally {
            avformat_close_input(format);
        }
    }

    private static int decode(
            Path video, AVFormatContext format, AVStream stream, int index, boolean keyFramesOnly, Runnable afterFrame)
            throws MediaException {
        AVCodec codec = avcodec_find_decoder(stream.codecpar().codec_id());
        AVCodecContext context = avcodec_alloc_context3(codec);
        AVPacket packet = av_packet_alloc();
        AVFrame frame = av_frame_alloc();
        try {
            avcodec_parameters_to_context(context, stream.codecpar());
            context.thread_count(1);
            context.skip_frame(keyFramesOnly ? AVDISCARD_NONKEY : AVDISCARD_DEFAULT);
            int result = avcodec_open2(context, codec, (AVDictionary) null);
            if (result < 0) {
                throw new MediaException(video, MediaFailure.UNSUPPORTED_CODEC, FfmpegError.describe(result));
            }
            int frames = 0;
            while (av_read_frame(format, packet) >= 0) {
                boolean wanted =
                        packet.stream_index() == index && (!keyFramesOnly || (packet.flags() & AV_PKT_FLAG_KEY) != 0);
                if (wanted && avcodec_send_packet(context, packet) >= 0) {
                    frames += receive(context, frame, afterFrame);
                }
                av_packet_unref(packet);
            }
            avcodec_send_packet(context, null);
            return frames + receive(context, frame, afterFrame);
        } finally {
            av_frame_free(frame);
            av_packet_free(packet);
            avcodec_free_context(context);
        }
    }

    private static int receive(AVCodecContext context, AVFrame frame, Runnable afterFrame) {
        int frames = 0;
        while (avcodec_receive_frame(context, frame) >= 0) {
            frames++;
            afterFrame.run();
            av_frame_unref(frame);
        }
        return frames;
    }
}
