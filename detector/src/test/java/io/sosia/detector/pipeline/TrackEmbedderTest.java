package io.sosia.detector.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sosia.detector.align.AlignedFace;
import io.sosia.detector.embed.FaceEmbedder;
import io.sosia.detector.geometry.Landmarks;
import io.sosia.detector.geometry.PixelBox;
import io.sosia.detector.geometry.PixelPoint;
import io.sosia.detector.media.MediaTime;
import io.sosia.detector.media.RgbImage;
import io.sosia.detector.quality.FaceQuality;
import io.sosia.detector.track.Appearance;
import io.sosia.detector.track.BestShot;
import io.sosia.detector.track.FaceTrack;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrackEmbedderTest {

    private static final EmbeddingSpace QUICK = new EmbeddingSpace("quick", "000000000000", "test", 2);
    private static final EmbeddingSpace STRONG = new EmbeddingSpace("strong", "000000000000", "test", 3);

    private final List<String> done = new ArrayList<>();
    private final TrackEmbedder embedder = new TrackEmbedder(STRONG, AxisEmbedder::new, ScanListener.NONE);

    @Test
    void opensNothingUntilAsked() {
        embedder.close();
        assertEquals(List.of(), done);
    }

    @Test
    void poolsAllCloseUpsByQuality() {
        FaceTrack track = track(shot(0.8, closeUp(0)), shot(0.7, Optional.empty()), shot(0.6, closeUp(2)));

        assertArrayEquals(new float[] {0.8f, 0, 0.6f}, embed(track), 1e-6f);
        assertEquals(List.of("opened", "0", "2"), done);
    }

    @Test
    void aPictureOfNoQualityCountsWhereThereIsNoOther() {
        assertArrayEquals(new float[] {1, 0, 0}, embed(track(shot(0, closeUp(0)))), 1e-6f);
    }

    @Test
    void withoutCloseUpsThereIsNoTemplate() {
        FaceTrack track = track(shot(0.9, Optional.empty()));

        assertEquals(Optional.empty(), embedder.embed(track));
        assertEquals(List.of(), done);
    }

    @Test
    void closesWhatItOpened() {
        FaceTrack track = track(shot(0.8, closeUp(0)));
        embed(track);
        embed(track);

        embedder.close();

        assertEquals(List.of("opened", "0", "0", "closed"), done);
    }

    private float[] embed(FaceTrack track) {
        return embedder.embed(track).orElseThrow().toArray();
    }

    private static Optional<AlignedFace> closeUp(int axis) {
        return Optional.of(new AlignedFace(new RgbImage(1, 1, new byte[] {(byte) axis, 0, 0}), 1));
    }

    private static BestShot shot(double quality, Optional<AlignedFace> closeUp) {
        PixelPoint point = new PixelPoint(0, 0);
        PixelBox box = new PixelBox(0, 0, 10, 10);
        return new BestShot(
                MediaTime.ZERO,
                box,
                new Landmarks(point, point, point, point, point),
                new FaceQuality(10, 1, 1, 1, 0.5, quality),
                new RgbImage(1, 1, new byte[3]),
                box,
                closeUp);
    }

    private static FaceTrack track(BestShot... shots) {
        Embedding template = Embedding.normalised(QUICK, new float[] {1, 0});
        return new FaceTrack(
                1,
                List.of(new Appearance(MediaTime.ZERO, MediaTime.ofMillis(1000), template)),
                template,
                0.8,
                List.of(shots),
                1,
                List.of(template));
    }

    /** A chip's first byte is its face's axis. */
    private final class AxisEmbedder implements FaceEmbedder {

        AxisEmbedder() {
            done.add("opened");
        }

        @Override
        public EmbeddingSpace space() {
            return STRONG;
        }

        @Override
        public Embedding embed(AlignedFace face) {
            int axis = face.chip().rgb()[0];
            done.add(String.valueOf(axis));
            float[] vector = new float[3];
            vector[axis] = 1;
            return Embedding.normalised(STRONG, vector);
        }

        @Override
        public void close() {
            done.add("closed");
        }
    }
}
