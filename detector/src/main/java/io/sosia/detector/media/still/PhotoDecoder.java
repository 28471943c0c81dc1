package io.sosia.detector.media.still;

import io.sosia.detector.media.MediaException;
import io.sosia.detector.media.MediaFailure;
import io.sosia.models.file.FileReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/** Reads and decodes photos: JPEG, PNG, WebP and BMP, EXIF orientation applied, transparency dropped. Thread-safe. */
public final class PhotoDecoder {

    /**
     * Pixels that a photo may have: more than the 108 and 200 million of the largest phone cameras' full-size
     * pictures need not be, and at 3 bytes each this is 300 MB of native memory for one worker.
     */
    public static final long MOST_PIXELS = 100_000_000;

    /** Bytes that a photo's file may have: a 100-megapixel PNG of noise has about three times as many. */
    public static final long MOST_BYTES = 128L << 20;

    /**
     * The file's content.
     *
     * @throws MediaException if it is no regular file, empty, or above {@link #MOST_BYTES}
     */
    public byte[] read(Path photo) throws MediaException {
        // A pipe or device would block or never end; links to files are fine.
        if (!Files.isRegularFile(photo)) {
            throw new MediaException(photo, MediaFailure.UNREADABLE, "there is no regular file of that name");
        }
        byte[] content;
        try (InputStream stream = Files.newInputStream(photo)) {
            content = stream.readNBytes((int) MOST_BYTES + 1);
        } catch (IOException e) {
            throw new MediaException(photo, MediaFailure.UNREADABLE, "it cannot be read: " + FileReason.words(e));
        }
        if (content.length == 0) {
            throw new MediaException(photo, MediaFailure.EMPTY, "the file has 0 bytes");
        }
        if (content.length > MOST_BYTES) {
            throw new MediaException(photo, MediaFailure.TOO_LARGE, "the file has more than " + MOST_BYTES + " bytes");
        }
        return content;
    }

    /**
     * Decodes what {@link #read} gave.
     *
     * @param photo named in messages
     * @return the upright picture, which the caller closes
     * @throws MediaException if it is no photo, not whole, or above {@link #MOST_PIXELS}
     */
    public StillPicture decode(Path photo, byte[] content) throws MediaException {
        PhotoHeader header;
        try {
            header = PhotoHeader.read(content);
        } catch (PhotoHeader.Unreadable e) {
            throw new MediaException(photo, e.reason(), String.valueOf(e.getMessage()));
        }
        if (header.width() < 1 || header.height() < 1) {
            throw new MediaException(
                    photo, MediaFailure.DAMAGED, "a picture of " + header.width() + "x" + header.height() + " pixels");
        }
        // Either side is bounded too, so that the product cannot overflow.
        if (header.width() > MOST_PIXELS
                || header.height() > MOST_PIXELS
                || header.width() * header.height() > MOST_PIXELS) {
            throw new MediaException(
                    photo,
                    MediaFailure.TOO_LARGE,
                    header.width() + "x" + header.height() + " pixels are more than " + MOST_PIXELS);
        }
        Mat decoded = decode(photo, content, header);
        if (decoded.empty()) {
            decoded.close();
            throw new MediaException(
                    photo, MediaFailure.DAMAGED, "the decoder can make no picture of this " + header.format());
        }
        return new StillPicture(decoded);
    }

    private static Mat decode(Path photo, byte[] content, PhotoHeader header) throws MediaException {
        try (BytePointer bytes = new BytePointer(content);
                Mat file = new Mat(1, content.length, opencv_core.CV_8UC1, bytes)) {
            return opencv_imgcodecs.imdecode(file, opencv_imgcodecs.IMREAD_COLOR);
        } catch (RuntimeException e) {
            // OpenCV's errors come as bare RuntimeExceptions of JavaCPP; here they can only be about these bytes.
            throw new MediaException(
                    photo, MediaFailure.DAMAGED, "the decoder fails on this " + header.format() + ": " + firstLine(e));
        }
    }

    private static String firstLine(RuntimeException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
