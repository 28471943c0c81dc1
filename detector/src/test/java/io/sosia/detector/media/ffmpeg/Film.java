package io.sosia.detector.media.ffmpeg;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_new;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_GLOBALHEADER;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_I;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_NONE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P10LE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_display_rotation_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;

/**
 * A film of {@link NumberedPicture}s to encode: frame {@code n} shows {@code n}.
 *
 * @param encoder FFmpeg's name
 * @param container FFmpeg's name of the muxer
 * @param ticks presentation time of each frame in units of {@code 1 / ticksPerSecond} s
 * @param keyEvery frames from one key frame to the next, other key frames being forbidden as far as the encoder obeys
 * @param rotation degrees clockwise that a player is told to turn the frame
 * @param tenBit whether samples have 10 bits
 * @param options for the encoder
 * @param muxing options for the muxer
 */
record Film(
        String encoder,
        String container,
        int width,
        int height,
        int ticksPerSecond,
        List<Integer> ticks,
        int keyEvery,
        int rotation,
        boolean tenBit,
        Map<String, String> options,
        Map<String, String> muxing) {

    static {
        av_log_set_level(AV_LOG_QUIET);
    }

    /** 10 s of 192×128 at 25 frames a second, a key frame each second. */
    static Film of(String encoder, String container) {
        return new Film(encoder, container, 192, 128, 25, evenly(250), 25, 0, false, Map.of(), Map.of());
    }

    static List<Integer> evenly(int frames) {
        return spaced(frames, n -> n);
    }

    static List<Integer> spaced(int frames, IntUnaryOperator tick) {
        List<Integer> ticks = new ArrayList<>();
        for (int n = 0; n < frames; n++) {
            ticks.add(tick.applyAsInt(n));
        }
        return ticks;
    }

    Film size(int newWidth, int newHeight) {
        return new Film(
                encoder,
                container,
                newWidth,
                newHeight,
                ticksPerSecond,
                ticks,
                keyEvery,
                rotation,
                tenBit,
                options,
                muxing);
    }

    Film times(int newTicksPerSecond, List<Integer> newTicks) {
        return new Film(
                encoder,
                container,
                width,
                height,
                newTicksPerSecond,
                newTicks,
                keyEvery,
                rotation,
                tenBit,
                options,
                muxing);
    }

    Film keyEvery(int frames) {
        return new Film(
                encoder, container, width, height, ticksPerSecond, ticks, frames, rotation, tenBit, options, muxing);
    }

    Film rotated(int degrees) {
        return new Film(
                encoder, container, width, height, ticksPerSecond, ticks, keyEvery, degrees, tenBit, options, muxing);
    }

    Film inTenBit() {
        return new Film(
                encoder, container, width, height, ticksPerSecond, ticks, keyEvery, rotation, true, options, muxing);
    }

    Film option(String name, String value) {
        Map<String, String> more = new TreeMap<>(options);
        more.put(name, value);
        return new Film(
                encoder, container, width, height, ticksPerSecond, ticks, keyEvery, rotation, tenBit, more, muxing);
    }

    Film muxing(String name, String value) {
        Map<String, String> more = new TreeMap<>(muxing);
        more.put(name, value);
        return new Film(
                encoder, container, width, height, ticksPerSecond, ticks, keyEvery, rotation, tenBit, options, more);
    }

    int frames() {
        return ticks.size();
    }

    /** Presentation time of a frame, from that of the first. */
    long micros(int frame) {
        return Math.round((ticks.get(frame) - ticks.getFirst()) * 1e6 / ticksPerSecond);
    }

    /** Width of the frame as a player shows it. */
    int uprightWidth() {
        return rotation % 180 == 0 ? width : height;
    }

    /** Height of the frame as a player shows it. */
    int uprightHeight() {
        return rotation % 180 == 0 ? height : width;
    }

    /** Luma of a stored pixel: the upright picture turned back. */
    private int luma(int number, int x, int y) {
        return switch (rotation) {
            case 90 -> NumberedPicture.luma(number, height - 1 - y, x, height, width);
            case 180 -> NumberedPicture.luma(number, width - 1 - x, height - 1 - y, width, height);
            case 270 -> NumberedPicture.luma(number, y, width - 1 - x, height, width);
            default -> NumberedPicture.luma(number, x, y, width, height);
        };
    }

    /** Whether Debian's FFmpeg, or another with its encoders, is installed. */
    static boolean commandHas(String encoder) {
        try {
            Process process = new ProcessBuilder("ffmpeg", "-hide_banner", "-h", "encoder=" + encoder)
                    .redirectErrorStream(true)
                    .start();
            String text = new String(process.getInputStream().readAllBytes(), UTF_8);
            process.waitFor();
            return text.contains("Encoder " + encoder + " [");
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Encodes by the command {@code ffmpeg}, for encoders that the library here lacks. Frames are evenly spaced.
     *
     * @param arguments between input and output
     */
    Path writeByCommand(Path file, String... arguments) {
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt"));
        command.addAll(List.of("yuv420p", "-s", width + "x" + height, "-r", "" + ticksPerSecond, "-i", "-", "-c:v"));
        command.addAll(List.of(encoder, "-g", "" + keyEvery, "-threads", "1"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-f", container, file.toString()));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (OutputStream raw = process.getOutputStream()) {
                byte[] picture = new byte[width * height + 2 * ((width + 1) / 2) * ((height + 1) / 2)];
                for (int n = 0; n < frames(); n++) {
                    java.util.Arrays.fill(picture, (byte) 128);
                    for (int y = 0, i = 0; y < height; y++) {
                        for (int x = 0; x < width; x++, i++) {
                            picture[i] = (byte) luma(n, x, y);
                        }
                    }
                    raw.write(picture);
                }
            }
            if (process.waitFor() != 0) {
                throw new IllegalStateException("ffmpeg could not encode " + this);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Encodes by the library that also reads. */
    Path write(Path file) {
        AVFormatContext muxer = new AVFormatContext(null);
        check(avformat_alloc_output_context2(muxer, (AVOutputFormat) null, container, file.toString()));
        AVCodec codec = avcodec_find_encoder_by_name(encoder);
        if (codec == null || codec.isNull()) {
            throw new IllegalStateException("no encoder " + encoder);
        }
        AVCodecContext context = avcodec_alloc_context3(codec);
        AVFrame frame = av_frame_alloc();
        AVPacket packet = av_packet_alloc();
        AVIOContext output = new AVIOContext(null);
        AVDictionary muxingOptions = new AVDictionary(null);
        try {
            context.width(width).height(height).thread_count(1);
            context.pix_fmt(tenBit ? AV_PIX_FMT_YUV420P10LE : AV_PIX_FMT_YUV420P);
            context.time_base(rational(1, ticksPerSecond));
            context.framerate(rational(25, 1));
            context.gop_size(keyEvery);
            context.bit_rate(1_500_000);
            if ((muxer.oformat().flags() & AVFMT_GLOBALHEADER) != 0) {
                context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
            }
            options.forEach((name, value) -> {
                if (av_opt_set(context, name, value, 1) < 0) {
                    throw new IllegalStateException(encoder + " has no option " + name);
                }
            });
            check(avcodec_open2(context, codec, (AVDictionary) null));
            AVStream stream = avformat_new_stream(muxer, null);
            check(avcodec_parameters_from_context(stream.codecpar(), context));
            stream.time_base(context.time_base());
            stream.avg_frame_rate(rational(25, 1));
            if (rotation != 0) {
                turn(stream.codecpar());
            }
            muxing.forEach((name, value) -> av_dict_set(muxingOptions, name, value, 0));
            check(avio_open(output, file.toString(), AVIO_FLAG_WRITE));
            muxer.pb(output);
            check(avformat_write_header(muxer, muxingOptions));
            frame.width(width).height(height).format(context.pix_fmt());
            check(av_frame_get_buffer(frame, 0));
            for (int n = 0; n < frames(); n++) {
                check(av_frame_make_writable(frame));
                draw(frame, n);
                frame.pts(ticks.get(n));
                frame.pict_type(n % keyEvery == 0 ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE);
                check(avcodec_send_frame(context, frame));
                drain(context, packet, stream, muxer);
            }
            check(avcodec_send_frame(context, null));
            drain(context, packet, stream, muxer);
            check(av_write_trailer(muxer));
        } finally {
            av_dict_free(muxingOptions);
            av_packet_free(packet);
            av_frame_free(frame);
            avcodec_free_context(context);
            if (!output.isNull()) {
                avio_closep(output);
            }
            avformat_free_context(muxer);
        }
        return file;
    }

    private static void drain(AVCodecContext context, AVPacket packet, AVStream stream, AVFormatContext muxer) {
        while (avcodec_receive_packet(context, packet) >= 0) {
            if (packet.duration() <= 0) {
                packet.duration(1);
            }
            av_packet_rescale_ts(packet, context.time_base(), stream.time_base());
            packet.stream_index(stream.index());
            check(av_interleaved_write_frame(muxer, packet));
        }
    }

    private void turn(AVCodecParameters parameters) {
        IntPointer count = new IntPointer(1L).put(0, 0);
        AVPacketSideData list = new AVPacketSideData(null);
        AVPacketSideData entry = av_packet_side_data_new(list, count, AV_PKT_DATA_DISPLAYMATRIX, 9L * Integer.BYTES, 0);
        // Set clockwise, though FFmpeg's function that gets the angle gives it anticlockwise.
        av_display_rotation_set(new IntPointer(entry.data()), rotation);
        parameters.coded_side_data(list);
        parameters.nb_coded_side_data(count.get(0));
    }

    private void draw(AVFrame frame, int number) {
        int bytes = tenBit ? 2 : 1;
        for (int plane = 0; plane < 3; plane++) {
            int w = plane == 0 ? width : (width + 1) / 2;
            int h = plane == 0 ? height : (height + 1) / 2;
            byte[] row = new byte[w * bytes];
            BytePointer data = frame.data(plane);
            for (int y = 0; y < h; y++) {
                for (int x = 0; x < w; x++) {
                    int value = plane == 0 ? luma(number, x, y) : 128;
                    if (tenBit) {
                        row[2 * x] = (byte) (value << 2);
                        row[2 * x + 1] = (byte) (value >> 6);
                    } else {
                        row[x] = (byte) value;
                    }
                }
                data.position((long) y * frame.linesize(plane)).put(row);
            }
        }
    }

    private static AVRational rational(int numerator, int denominator) {
        return new AVRational().num(numerator).den(denominator);
    }

    private static void check(int result) {
        if (result < 0) {
            throw new IllegalStateException("encoding: " + FfmpegError.describe(result));
        }
    }

    /** A name for a file of this film. */
    String fileName() {
        return String.format(Locale.ROOT, "%s-%dx%d-%d.%s", encoder, width, height, keyEvery, container);
    }

    /** Size in bytes. */
    static long bytes(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
