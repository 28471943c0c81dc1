package io.sosia.detector.media.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT2020_CL;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT2020_NCL;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_BITSTREAM;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_HWACCEL;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_PAL;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_PLANAR;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GBRP;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ422P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ440P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ444P;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;
import static org.bytedeco.ffmpeg.global.swscale.SWS_AREA;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_BT2020;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_ITU601;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_ITU709;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_isSupportedInput;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.ffmpeg.swscale.SwsFilter;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Turns a codec's planes, or a rectangle of them, into 8-bit RGB in one pass of FFmpeg's scaler. Knows stored pixels
 * only, nothing of rotation. Serves one thread; owns its scalers and its buffer.
 */
final class PictureConverter implements AutoCloseable {

    /** Scalers that are kept: making one costs more than using it on a face. */
    private static final int SCALERS_KEPT = 16;

    /** The scaler writes whole vectors, so rows end in room for one. */
    private static final int ROW_ALIGNMENT = 64;

    private final Map<Scaling, SwsContext> scalers = new LinkedHashMap<>(16, 0.75f, true);
    private final PointerPointer<Pointer> sourcePlanes = new PointerPointer<>(4);
    private final IntPointer sourceStrides = new IntPointer(4L);
    private final PointerPointer<Pointer> targetPlanes = new PointerPointer<>(4);
    private final IntPointer targetStrides = new IntPointer(4L);
    private BytePointer buffer = new BytePointer(1L);
    private ByteBuffer bytes = buffer.asByteBuffer();

    /** Whether frames of a pixel format can be taken: in memory, in planes, and known to the scaler. */
    static boolean accepts(int pixelFormat) {
        AVPixFmtDescriptor format = av_pix_fmt_desc_get(pixelFormat);
        return format != null
                && !format.isNull()
                && (format.flags() & (AV_PIX_FMT_FLAG_HWACCEL | AV_PIX_FMT_FLAG_PAL | AV_PIX_FMT_FLAG_BITSTREAM)) == 0
                && ((format.flags() & AV_PIX_FMT_FLAG_PLANAR) != 0 || format.nb_components() == 1)
                && sws_isSupportedInput(pixelFormat) != 0;
    }

    /** Pixels in a row and a column that share a chroma sample: rectangles start at multiples of these. */
    static int chromaWidth(AVFrame frame) {
        return 1 << av_pix_fmt_desc_get(frame.format()).log2_chroma_w();
    }

    /** See {@link #chromaWidth}. */
    static int chromaHeight(AVFrame frame) {
        return 1 << av_pix_fmt_desc_get(frame.format()).log2_chroma_h();
    }

    /**
     * The whole frame, scaled, as planes of B, G and R.
     *
     * @param planes receives them, rows {@code stride} and planes {@code planeSize} bytes apart; what lies between is
     *     left alone
     */
    void bgrPlanes(AVFrame frame, int width, int height, byte[] planes, int stride, int planeSize) {
        int rowBytes = aligned(width);
        long plane = (long) rowBytes * height;
        source(frame, 0, 0);
        scaleToPlanes(frame, frame.width(), frame.height(), width, height, rowBytes, plane);
        for (int p = 0; p < 3; p++) {
            for (int y = 0; y < height; y++) {
                bytes.get((int) (p * plane + (long) y * rowBytes), planes, p * planeSize + y * stride, width);
            }
        }
    }

    /**
     * A rectangle of the frame as R, G, B.
     *
     * @param left a multiple of {@link #chromaWidth}
     * @param top a multiple of {@link #chromaHeight}
     * @return {@code 3 * toWidth * toHeight} bytes
     */
    byte[] rgb(AVFrame frame, int left, int top, int width, int height, int toWidth, int toHeight) {
        source(frame, left, top);
        byte[] rgb = new byte[Math.multiplyExact(3, Math.multiplyExact(toWidth, toHeight))];
        if (width == toWidth && height == toHeight) {
            int rowBytes = aligned(3 * toWidth);
            reserve((long) rowBytes * toHeight + ROW_ALIGNMENT);
            targetPlanes.put(0, buffer.getPointer(0));
            targetPlanes.put(1, (Pointer) null);
            targetPlanes.put(2, (Pointer) null);
            targetPlanes.put(3, (Pointer) null);
            targetStrides.put(0, rowBytes).put(1, 0).put(2, 0).put(3, 0);
            scale(new Scaling(
                    width,
                    height,
                    frame.format(),
                    toWidth,
                    toHeight,
                    AV_PIX_FMT_RGB24,
                    colours(frame),
                    fullRange(frame)));
            for (int y = 0; y < toHeight; y++) {
                bytes.get(y * rowBytes, rgb, y * 3 * toWidth, 3 * toWidth);
            }
            return rgb;
        }
        // What is scaled, FFmpeg writes to planes by vector instructions and to R, G, B, R, G, B byte by byte.
        int stride = aligned(toWidth);
        int plane = Math.multiplyExact(stride, toHeight);
        scaleToPlanes(frame, width, height, toWidth, toHeight, stride, plane);
        byte[] row = new byte[toWidth];
        for (int channel = 0; channel < 3; channel++) {
            for (int y = 0; y < toHeight; y++) {
                bytes.get((2 - channel) * plane + y * stride, row, 0, toWidth);
                for (int x = 0, at = 3 * y * toWidth + channel; x < toWidth; x++, at += 3) {
                    rgb[at] = row[x];
                }
            }
        }
        return rgb;
    }

    /** Scales the source, which is set, to planes of B, G and R in the buffer. */
    private void scaleToPlanes(
            AVFrame frame, int width, int height, int toWidth, int toHeight, int stride, long plane) {
        reserve(3 * plane + ROW_ALIGNMENT);
        // FFmpeg's planar order is G, B, R.
        targetPlanes.put(0, buffer.getPointer(plane));
        targetPlanes.put(1, buffer.getPointer(0));
        targetPlanes.put(2, buffer.getPointer(2 * plane));
        targetPlanes.put(3, (Pointer) null);
        targetStrides.put(0, stride).put(1, stride).put(2, stride).put(3, 0);
        scale(new Scaling(
                width, height, frame.format(), toWidth, toHeight, AV_PIX_FMT_GBRP, colours(frame), fullRange(frame)));
    }

    private void scale(Scaling scaling) {
        SwsContext scaler = scalers.get(scaling);
        if (scaler == null) {
            scaler = scaling.open();
            scalers.put(scaling, scaler);
            if (scalers.size() > SCALERS_KEPT) {
                Map.Entry<Scaling, SwsContext> oldest =
                        scalers.entrySet().iterator().next();
                scalers.remove(oldest.getKey());
                sws_freeContext(oldest.getValue());
            }
        }
        sws_scale(scaler, sourcePlanes, sourceStrides, 0, scaling.height(), targetPlanes, targetStrides);
    }

    private void source(AVFrame frame, int left, int top) {
        AVPixFmtDescriptor format = av_pix_fmt_desc_get(frame.format());
        long[] offsets = new long[4];
        for (int c = 0; c < format.nb_components(); c++) {
            var component = format.comp(c);
            boolean chroma = c == 1 || c == 2;
            int x = left >> (chroma ? format.log2_chroma_w() : 0);
            int y = top >> (chroma ? format.log2_chroma_h() : 0);
            offsets[component.plane()] = (long) y * frame.linesize(component.plane()) + (long) x * component.step();
        }
        for (int p = 0; p < 4; p++) {
            BytePointer data = frame.data(p);
            sourcePlanes.put(p, data == null || data.isNull() ? null : data.getPointer(offsets[p]));
            sourceStrides.put(p, frame.linesize(p));
        }
    }

    /** Colour matrix, by FFmpeg's names; where a file does not say, what players assume: HD is BT.709. */
    private static int colours(AVFrame frame) {
        int space = frame.colorspace();
        if (space == AVCOL_SPC_BT709) {
            return SWS_CS_ITU709;
        }
        if (space == AVCOL_SPC_BT2020_NCL || space == AVCOL_SPC_BT2020_CL) {
            return SWS_CS_BT2020;
        }
        return space == AVCOL_SPC_UNSPECIFIED && (frame.width() >= 1280 || frame.height() > 576)
                ? SWS_CS_ITU709
                : SWS_CS_ITU601;
    }

    private static boolean fullRange(AVFrame frame) {
        int format = frame.format();
        return frame.color_range() == AVCOL_RANGE_JPEG
                || format == AV_PIX_FMT_YUVJ420P
                || format == AV_PIX_FMT_YUVJ422P
                || format == AV_PIX_FMT_YUVJ440P
                || format == AV_PIX_FMT_YUVJ444P;
    }

    private static int aligned(int rowBytes) {
        return (rowBytes + 2 * ROW_ALIGNMENT - 1) / ROW_ALIGNMENT * ROW_ALIGNMENT;
    }

    private void reserve(long size) {
        if (buffer.capacity() < size) {
            buffer.close();
            buffer = new BytePointer(size);
            bytes = buffer.asByteBuffer();
        }
    }

    @Override
    public void close() {
        scalers.values().forEach(scaler -> sws_freeContext(scaler));
        scalers.clear();
        buffer.close();
        sourcePlanes.close();
        sourceStrides.close();
        targetPlanes.close();
        targetStrides.close();
    }

    private record Scaling(
            int width, int height, int format, int toWidth, int toHeight, int toFormat, int colours, boolean full) {

        SwsContext open() {
            SwsContext scaler = sws_getContext(
                    width,
                    height,
                    format,
                    toWidth,
                    toHeight,
                    toFormat,
                    SWS_AREA,
                    (SwsFilter) null,
                    (SwsFilter) null,
                    (DoublePointer) null);
            if (scaler == null || scaler.isNull()) {
                throw new IllegalStateException("FFmpeg's scaler refuses " + this);
            }
            IntPointer from = sws_getCoefficients(colours);
            IntPointer to = sws_getCoefficients(SWS_CS_ITU601);
            int unity = 1 << 16;
            sws_setColorspaceDetails(scaler, from, full ? 1 : 0, to, 1, 0, unity, unity);
            return scaler;
        }
    }

    /** For messages. */
    static String describe(int pixelFormat) {
        AVPixFmtDescriptor format = av_pix_fmt_desc_get(pixelFormat);
        return format == null || format.isNull()
                ? "pixel format " + pixelFormat
                : format.name().getString();
    }
}
