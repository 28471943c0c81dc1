package io.sosia.detector.embed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.detector.align.AlignedFace;
import io.sosia.detector.embed.OnnxFaceEmbedder.MirrorImages;
import io.sosia.detector.inference.LoadedModel;
import io.sosia.detector.inference.TestModels;
import io.sosia.detector.media.RgbImage;
import io.sosia.models.vector.Embedding;
import java.io.InputStream;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnnxFaceEmbedderIT {

    @ParameterizedTest
    @CsvSource({
        "mobilefacenet-ms1m, 112, mobilefacenet-ms1m:b7120c095d60:arcface-112-v1:128",
        "omz-0095, 128, omz-0095:3942990cc15c:omz-128-v1:256",
    })
    void vectorsAreUnitVectorsOfANamedSpace(String id, int size, String space) throws Exception {
        try (LoadedModel model = LoadedModel.open(TestModels.model(id));
                FaceEmbedder embedder = new OnnxFaceEmbedder(model, MirrorImages.IGNORED)) {
            Embedding embedding = embedder.embed(new AlignedFace(chip(size), 1));
            assertEquals(space, embedding.space().id());
            assertEquals(embedder.space(), embedding.space());
            double squares = 0;
            for (float x : embedding.toArray()) {
                squares += x * x;
            }
            assertEquals(1, squares, 1e-5);
            assertEquals(embedding, embedder.embed(new AlignedFace(chip(size), 3)));
        }
    }

    @ParameterizedTest
    @CsvSource({"mobilefacenet-ms1m, 112", "omz-0095, 128"})
    void aFaceAndItsMirrorImageAreOneWhereTheyAreAveraged(String id, int size) throws Exception {
        try (LoadedModel model = LoadedModel.open(TestModels.model(id));
                FaceEmbedder once = new OnnxFaceEmbedder(model, MirrorImages.IGNORED);
                FaceEmbedder twice = new OnnxFaceEmbedder(model, MirrorImages.AVERAGED)) {
            AlignedFace face = new AlignedFace(chip(size), 1);
            AlignedFace mirrored = new AlignedFace(mirrored(chip(size)), 1);
            assertArrayEquals(twice.embed(face).toArray(), twice.embed(mirrored).toArray(), 1e-5f);
            double apart = once.embed(face).cosine(once.embed(mirrored)).value();
            assertTrue(apart < 0.999, "the drawn face is too symmetric to show anything: " + apart);
            // The mean of two unit vectors of cosine c has cosine sqrt((1 + c) / 2) to each.
            assertEquals(
                    Math.sqrt((1 + apart) / 2),
                    twice.embed(face).cosine(once.embed(face)).value(),
                    1e-4);
        }
    }

    @Test
    void chipsOfAnotherSizeAreRefused() throws Exception {
        try (LoadedModel model = LoadedModel.open(TestModels.model("mobilefacenet-ms1m"));
                FaceEmbedder embedder = new OnnxFaceEmbedder(model, MirrorImages.IGNORED)) {
            AlignedFace small = new AlignedFace(new RgbImage(64, 64, new byte[3 * 64 * 64]), 1);
            assertThrows(IllegalArgumentException.class, () -> embedder.embed(small));
        }
    }

    @Test
    void aDetectorEmbedsNothing() throws Exception {
        try (LoadedModel model = LoadedModel.open(TestModels.model("yunet-n"))) {
            assertThrows(
                    IllegalArgumentException.class, () -> new OnnxFaceEmbedder(model, MirrorImages.IGNORED).close());
        }
    }

    private static RgbImage chip(int size) throws Exception {
        try (InputStream in = Objects.requireNonNull(OnnxFaceEmbedderIT.class.getResourceAsStream(
                "../inference/drawn-face-" + size + "x" + size + ".png"))) {
            return RgbImage.of(ImageIO.read(in));
        }
    }

    private static RgbImage mirrored(RgbImage image) {
        byte[] rgb = new byte[image.rgb().length];
        int width = image.width();
        for (int i = 0; i < rgb.length; i++) {
            int pixel = i / 3;
            int mirror = pixel - pixel % width + width - 1 - pixel % width;
            rgb[i] = image.rgb()[3 * mirror + i % 3];
        }
        return new RgbImage(width, image.height(), rgb);
    }
}
