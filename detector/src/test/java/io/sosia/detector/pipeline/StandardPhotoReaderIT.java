package io.sosia.detector.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.detector.face.DetectorSettings;
import io.sosia.detector.face.FaceDetector;
import io.sosia.detector.geometry.Landmarks;
import io.sosia.detector.geometry.PixelBox;
import io.sosia.detector.inference.TestModels;
import io.sosia.detector.media.RgbImage;
import io.sosia.detector.media.still.PhotoDecoder;
import io.sosia.detector.media.still.StillPicture;
import io.sosia.detector.pipeline.PhotoReader.Accepted;
import io.sosia.detector.pipeline.PhotoReader.PhotoReading;
import io.sosia.detector.pipeline.PhotoReader.PhotoRefusal;
import io.sosia.detector.pipeline.PhotoReader.Refused;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StandardPhotoReaderIT {

    private FaceModels models;
    private PhotoReader reader;

    @TempDir
    Path folder;

    @BeforeAll
    void open() throws Exception {
        models = FaceModels.open(
                TestModels.model("yunet-n"),
                TestModels.model("mobilefacenet-ms1m"),
                List.of(TestModels.model("omz-0095")));
        reader = models.newPhotoReader();
    }

    @AfterAll
    void close() {
        // JUnit calls this even where open() was skipped for want of models.
        if (reader != null) {
            reader.close();
            models.close();
        }
    }

    @Test
    void portraitsOfOnePersonAreAlikeAndOfTwoAreNot() throws Exception {
        Accepted obama = accepted(reader.enrol(TestModels.data("photos/obama.jpg")));
        Accepted again = accepted(reader.enrol(TestModels.data("photos/obama2.jpg")));
        Accepted biden = accepted(reader.enrol(TestModels.data("photos/biden.jpg")));
        assertTrue(obama.template().cosine(again.template()).value() > 0.5);
        assertTrue(obama.template().cosine(biden.template()).value() < 0.3);
        assertTrue(obama.quality().overall() > 0.3, obama.quality().toString());
        assertEquals(models.space(), obama.template().space());
        byte[] file = Files.readAllBytes(TestModels.data("photos/obama.jpg"));
        assertEquals(
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file)), obama.sha256());
    }

    @Test
    void everyRecogniserDescribesAPortraitInItsOwnSpace() throws Exception {
        Accepted obama = accepted(reader.enrol(TestModels.data("photos/obama.jpg")));
        Accepted again = accepted(reader.enrol(TestModels.data("photos/obama2.jpg")));
        Accepted biden = accepted(reader.enrol(TestModels.data("photos/biden.jpg")));
        assertEquals(2, models.spaces().size());
        assertEquals(models.spaces(), List.copyOf(obama.templates().spaces()));
        for (EmbeddingSpace space : models.spaces()) {
            Embedding face = obama.templates().in(space).orElseThrow();
            assertTrue(face.cosine(again.templates().in(space).orElseThrow()).value() > 0.5, space.id());
            assertTrue(face.cosine(biden.templates().in(space).orElseThrow()).value() < 0.3, space.id());
        }
    }

    @Test
    void sizeAndCropDoNotChangeWhoItIs() throws Exception {
        Path original = TestModels.data("photos/obama.jpg");
        Accepted whole = accepted(reader.enrol(original));
        PhotoDecoder decoder = new PhotoDecoder();
        try (StillPicture picture = decoder.decode(original, decoder.read(original))) {
            PixelBox all = new PixelBox(0, 0, picture.width(), picture.height());
            for (double scale : new double[] {
                0.5, 100.0 / whole.box().width(), 40.0 / whole.box().width()
            }) {
                Path file = write(picture.region(all, Math.min(1, scale)).image());
                Accepted smaller = accepted(reader.enrol(file));
                assertTrue(whole.template().cosine(smaller.template()).value() > 0.75, "scale " + scale);
            }
            // Nothing but the face, to its very edges.
            Path file = write(
                    picture.region(whole.box(), 160 / whole.box().height()).image());
            Accepted close = accepted(reader.enrol(file));
            assertTrue(whole.template().cosine(close.template()).value() > 0.75);
        }
    }

    @Test
    void twoFacesAreRefusedAndOneBeforeACrowdIsNot() throws Exception {
        Path obama = TestModels.data("photos/obama.jpg");
        BufferedImage two = new BufferedImage(800, 400, BufferedImage.TYPE_INT_RGB);
        var face = ImageIO.read(obama.toFile());
        two.getGraphics().drawImage(face, 0, 0, 400, 400, null);
        two.getGraphics().drawImage(face, 400, 0, 400, 400, null);
        assertRefused(PhotoRefusal.SEVERAL_FACES, reader.enrol(write(RgbImage.of(two))));
        accepted(reader.subject(write(RgbImage.of(two))));
        BufferedImage one = new BufferedImage(800, 600, BufferedImage.TYPE_INT_RGB);
        one.getGraphics().drawImage(face, 200, 0, 400, 600, null);
        one.getGraphics().drawImage(face, 660, 20, 100, 100, null);
        accepted(reader.enrol(write(RgbImage.of(one))));
    }

    @Test
    void whatShowsNoFaceIsRefused() throws Exception {
        assertRefused(PhotoRefusal.NO_FACE, reader.enrol(write(new RgbImage(300, 200, new byte[180_000]))));
        assertRefused(PhotoRefusal.NO_FACE, reader.subject(write(new RgbImage(1, 1, new byte[3]))));
    }

    @Test
    void tinyFacesAreRefused() throws Exception {
        Path original = TestModels.data("photos/obama.jpg");
        Accepted whole = accepted(reader.enrol(original));
        PhotoDecoder decoder = new PhotoDecoder();
        try (StillPicture picture = decoder.decode(original, decoder.read(original))) {
            PixelBox all = new PixelBox(0, 0, picture.width(), picture.height());
            Path file = write(picture.region(all, 20 / whole.box().width()).image());
            assertRefused(PhotoRefusal.TOO_SMALL, reader.enrol(file));
        }
    }

    @Test
    void badPortraitsAreRefusedWithTheirReason() throws Exception {
        for (String name : List.of("photos/obama.jpg", "photos/biden.jpg")) {
            RgbImage photo = small(TestModels.data(name));
            Landmarks face;
            try (StillPicture picture = StillPicture.of(photo);
                    FaceDetector detector = models.newDetector(DetectorSettings.standard())) {
                face = detector.detect(picture).getFirst().landmarks();
            }
            accepted(reader.enrol(write(photo)));
            assertRefused(PhotoRefusal.BLURRED, reader.enrol(write(DegradedPhoto.BLURRED_12.of(photo, face))));
            assertRefused(PhotoRefusal.TOO_DARK, reader.enrol(write(DegradedPhoto.DARK_10.of(photo, face))));
            for (DegradedPhoto cover :
                    List.of(DegradedPhoto.BLACK_GLASSES, DegradedPhoto.PLAIN_MASK, DegradedPhoto.HALF_GREY)) {
                assertRefused(PhotoRefusal.OCCLUDED, reader.enrol(write(cover.of(photo, face))));
            }
        }
    }

    @Test
    void aFaceTurnedAwayIsRefused() throws Exception {
        Path profile = TestModels.data("faces/lfw-dev/images/Felix_Mantilla/Felix_Mantilla_0001.jpg");
        assertRefused(PhotoRefusal.EXTREME_POSE, reader.enrol(profile));
        accepted(reader.subject(profile));
    }

    @Test
    void mirrorImagesAndReEncodingsHaveNearlyTheSameTemplate() throws Exception {
        RgbImage photo = small(TestModels.data("photos/obama.jpg"));
        Accepted original = accepted(reader.enrol(write(photo)));
        Accepted mirrored = accepted(reader.enrol(write(DegradedPhoto.mirrored(photo))));
        assertTrue(alike(original, mirrored) > 0.97, "mirrored");
        assertEquals(-original.pose().aside(), mirrored.pose().aside(), 0.05);
        assertTrue(alike(original, accepted(reader.enrol(write(DegradedPhoto.jpeg(photo, 60))))) > 0.93, "JPEG 60");
        assertTrue(alike(original, accepted(reader.enrol(write(DegradedPhoto.jpeg(photo, 30))))) > 0.88, "JPEG 30");
        assertTrue(alike(original, accepted(reader.enrol(write(DegradedPhoto.halved(photo))))) > 0.88, "half size");
        Path webp = Files.createTempFile(folder, "photo", ".webp");
        try (Mat pixels = opencv_imgcodecs.imread(write(photo).toString())) {
            assertTrue(opencv_imgcodecs.imwrite(
                    webp.toString(), pixels, new int[] {opencv_imgcodecs.IMWRITE_WEBP_QUALITY, 60}));
        }
        assertTrue(alike(original, accepted(reader.enrol(webp))) > 0.93, "WebP 60");
    }

    private static double alike(Accepted one, Accepted other) {
        return one.template().cosine(other.template()).value();
    }

    /** Its longer side 400 pixels. */
    private static RgbImage small(Path file) throws Exception {
        PhotoDecoder decoder = new PhotoDecoder();
        try (StillPicture picture = decoder.decode(file, decoder.read(file))) {
            return picture.region(
                            new PixelBox(0, 0, picture.width(), picture.height()),
                            400.0 / Math.max(picture.width(), picture.height()))
                    .image();
        }
    }

    @Test
    void whatIsNoPhotoIsRefused() throws Exception {
        byte[] jpeg = Files.readAllBytes(TestModels.data("photos/biden.jpg"));
        assertRefused(PhotoRefusal.NOT_A_PICTURE, reader.enrol(bytes(Arrays.copyOf(jpeg, jpeg.length / 2))));
        assertRefused(PhotoRefusal.NOT_A_PICTURE, reader.enrol(bytes(new byte[0])));
        assertRefused(PhotoRefusal.NOT_A_PICTURE, reader.enrol(bytes(new byte[] {1, 2, 3})));
        assertRefused(PhotoRefusal.UNREADABLE, reader.enrol(folder));
        assertRefused(PhotoRefusal.UNREADABLE, reader.enrol(folder.resolve("none.jpg")));
    }

    /** Close crops of made-up faces, 160 pixels: every 12th, so that a tightening of thresholds shows. */
    @Test
    void closeCropsShowTheirFaces() throws Exception {
        List<Path> files;
        try (Stream<Path> all = Files.walk(TestModels.data("faces/east-asian-strangers/images"))) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        int read = 0;
        for (int i = 0; i < files.size(); i += 12) {
            if (reader.subject(files.get(i)) instanceof Accepted) {
                read++;
            }
        }
        assertEquals(Math.ceilDiv(files.size(), 12), read);
    }

    private static Accepted accepted(PhotoReading reading) {
        return assertInstanceOf(Accepted.class, reading, reading.toString());
    }

    private static void assertRefused(PhotoRefusal reason, PhotoReading reading) {
        Refused refused = assertInstanceOf(Refused.class, reading);
        assertEquals(reason, refused.reason(), refused::detail);
    }

    private Path write(RgbImage image) throws Exception {
        Path file = Files.createTempFile(folder, "photo", ".png");
        assertTrue(ImageIO.write(image.toBufferedImage(), "png", file.toFile()));
        return file;
    }

    private Path bytes(byte[] content) throws Exception {
        return Files.write(Files.createTempFile(folder, "photo", ".jpg"), content);
    }
}
