package io.sosia.detector.pipeline;

import io.sosia.detector.align.FaceAligner;
import io.sosia.detector.align.SimilarityAligner;
import io.sosia.detector.embed.FaceEmbedder;
import io.sosia.detector.embed.OnnxFaceEmbedder;
import io.sosia.detector.embed.OnnxFaceEmbedder.MirrorImages;
import io.sosia.detector.face.DetectorSettings;
import io.sosia.detector.face.FaceDetector;
import io.sosia.detector.face.LandmarkRefiner;
import io.sosia.detector.face.YuNetDetector;
import io.sosia.detector.inference.LoadedModel;
import io.sosia.detector.inference.ModelRefusedException;
import io.sosia.detector.quality.QualityMeter;
import io.sosia.detector.quality.StandardQualityMeter;
import io.sosia.models.store.VerifiedModel;
import io.sosia.models.vector.EmbeddingSpace;

/**
 * A detector and a recogniser, their weights loaded once for all workers of a process. Thread-safe. What is made here
 * belongs to whoever asked for it, serves one thread at a time, and is closed before this is.
 */
public final class FaceModels implements AutoCloseable {

    private final LoadedModel detector;
    private final LoadedModel recogniser;

    private FaceModels(LoadedModel detector, LoadedModel recogniser) {
        this.detector = detector;
        this.recogniser = recogniser;
    }

    /**
     * Loads both.
     *
     * @throws ModelRefusedException if one of them must not be used
     */
    public static FaceModels open(VerifiedModel detector, VerifiedModel recogniser) throws ModelRefusedException {
        LoadedModel first = LoadedModel.open(detector);
        try {
            return new FaceModels(first, LoadedModel.open(recogniser));
        } catch (ModelRefusedException | RuntimeException e) {
            first.close();
            throw e;
        }
    }

    /** The space of all embeddings made with these models. */
    public EmbeddingSpace space() {
        return OnnxFaceEmbedder.space(recogniser.card());
    }

    /** A detector for one worker, which closes it. */
    public FaceDetector newDetector(DetectorSettings settings) {
        return new YuNetDetector(detector, settings);
    }

    /** A refiner of landmarks for one worker, which closes it. */
    public LandmarkRefiner newLandmarkRefiner(LandmarkRefiner.Effort effort) {
        return new LandmarkRefiner(detector, effort);
    }

    /** An aligner for one worker, for this recogniser's template. */
    public FaceAligner newAligner() {
        return new SimilarityAligner(recogniser.card().alignment().orElseThrow());
    }

    /** An embedder for one worker, which closes it. */
    public FaceEmbedder newEmbedder(MirrorImages mirrorImages) {
        return new OnnxFaceEmbedder(recogniser, mirrorImages);
    }

    /** A meter for any number of threads. */
    public QualityMeter qualityMeter() {
        return new StandardQualityMeter();
    }

    /** A reader of photos for one worker, which closes it. */
    public PhotoReader newPhotoReader() {
        return new StandardPhotoReader(this);
    }

    /** Frees the weights. */
    @Override
    public void close() {
        recogniser.close();
        detector.close();
    }
}
