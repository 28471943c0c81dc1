package io.sosia.testdata.film;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameRecorder;

/** Encodes in this process, by the FFmpeg that comes with JavaCV. */
final class RecorderSink implements FrameSink {

    private final FFmpegFrameRecorder recorder;
    private final int width;
    private final int height;
    private boolean finished;

    private RecorderSink(FFmpegFrameRecorder recorder, int width, int height) {
        this.recorder = recorder;
        this.width = width;
        this.height = height;
    }

    static RecorderSink open(Path file, FilmSettings settings) throws IOException {
        FilmSettings.FrameFormat format = settings.format();
        FilmSettings.Encoding encoding = settings.encoding();
        // "file:" keeps a name that begins with a hyphen or holds a colon from being read as something else.
        FFmpegFrameRecorder recorder =
                new FFmpegFrameRecorder("file:" + file.toAbsolutePath(), format.width(), format.height(), 0);
        recorder.setFormat(encoding.container().muxer());
        recorder.setFrameRate(format.framesPerSecond());
        recorder.setGopSize(settings.gopFrames());
        recorder.setVideoBitrate(encoding.kilobits() * 1_000);
        recorder.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
        recorder.setVideoCodecName(encoding.codec().encoder());
        // Episodes are encoded side by side; one thread each keeps them from fighting.
        recorder.setVideoOption("threads", "1");
        switch (encoding.codec()) {
            case H264 -> {
                recorder.setVideoCodec(avcodec.AV_CODEC_ID_H264);
                recorder.setVideoProfile(avcodec.AV_PROFILE_H264_HIGH);
                recorder.setVideoOption("rc_mode", "bitrate");
            }
            case VP9 -> {
                recorder.setVideoCodec(avcodec.AV_CODEC_ID_VP9);
                recorder.setVideoOption("deadline", "realtime");
                recorder.setVideoOption("cpu-used", "8");
                recorder.setVideoOption("keyint_min", String.valueOf(settings.gopFrames()));
            }
            case AV1 -> {
                recorder.setVideoCodec(avcodec.AV_CODEC_ID_AV1);
                recorder.setVideoOption("preset", "12");
                recorder.setVideoOption("svtav1-params", "lp=1");
            }
            case X264, HEVC -> throw new IllegalArgumentException(encoding.codec() + " needs the ffmpeg program");
        }
        RecorderSink sink = new RecorderSink(recorder, format.width(), format.height());
        try {
            recorder.start();
        } catch (FrameRecorder.Exception e) {
            sink.close();
            throw new FilmException(
                    "cannot encode " + encoding.codec().text() + " into "
                            + encoding.container().extension() + ": " + e.getMessage(),
                    e);
        }
        return sink;
    }

    @Override
    public void write(ByteBuffer planes) throws IOException {
        recorder.recordImage(width, height, Frame.DEPTH_UBYTE, 1, width, avutil.AV_PIX_FMT_YUV420P, planes);
    }

    @Override
    public void finish() throws IOException {
        finished = true;
        recorder.stop();
        recorder.release();
    }

    @Override
    public void close() throws IOException {
        if (!finished) {
            recorder.release();
        }
    }
}
