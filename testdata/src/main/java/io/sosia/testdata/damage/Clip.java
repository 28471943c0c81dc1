package io.sosia.testdata.damage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameGrabber;

/** Small whole files to start from, and a look at what came of them. */
final class Clip {

    private static final int SIDE = 128;
    private static final int SAMPLE_RATE = 16_000;

    private Clip() {}

    /**
     * Writes {@code frames} grey frames, every one a key frame.
     *
     * @param muxer FFmpeg's name
     * @param step frames of a 30th of a second from one to the next
     */
    static void video(Path file, String muxer, int frames, int step) throws IOException {
        try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder("file:" + file.toAbsolutePath(), SIDE, SIDE, 0)) {
            recorder.setFormat(muxer);
            recorder.setFrameRate(30);
            recorder.setGopSize(1);
            recorder.setVideoCodec(avcodec.AV_CODEC_ID_H264);
            recorder.setVideoCodecName("libopenh264");
            recorder.setVideoBitrate(200_000);
            recorder.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
            recorder.setVideoOption("threads", "1");
            recorder.start();
            ByteBuffer planes = ByteBuffer.allocateDirect(SIDE * SIDE * 3 / 2);
            for (int i = 0; i < frames; i++) {
                for (int j = 0; j < planes.capacity(); j++) {
                    planes.put(j, (byte) (j < SIDE * SIDE ? 60 + (j % SIDE + 3 * i) % 120 : 128));
                }
                recorder.setFrameNumber(Math.multiplyExact(i, step));
                recorder.recordImage(SIDE, SIDE, Frame.DEPTH_UBYTE, 1, SIDE, avutil.AV_PIX_FMT_YUV420P, planes);
            }
            recorder.stop();
        }
    }

    /** Writes an MP4 of a second's tone, without any picture. */
    static void audio(Path file) throws IOException {
        try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder("file:" + file.toAbsolutePath(), 1)) {
            recorder.setFormat("mp4");
            recorder.setAudioCodec(avcodec.AV_CODEC_ID_AAC);
            recorder.setSampleRate(SAMPLE_RATE);
            recorder.setAudioBitrate(32_000);
            recorder.start();
            short[] samples = new short[SAMPLE_RATE];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = (short) (8_000 * Math.sin(2 * Math.PI * 440 * i / SAMPLE_RATE));
            }
            recorder.recordSamples(SAMPLE_RATE, 1, ShortBuffer.wrap(samples));
            recorder.stop();
        }
    }

    /** Whether FFmpeg gets any picture out of {@code file}. */
    static boolean hasPicture(Path file) {
        try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber("file:" + file.toAbsolutePath())) {
            grabber.setVideoOption("threads", "1");
            grabber.start();
            return grabber.getVideoStream() >= 0 && grabber.grabImage() != null;
        } catch (FrameGrabber.Exception e) {
            return false;
        }
    }
}
