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
import io.sosia.models.catalogue.ModelCard;
import io.sosia.models.store.VerifiedModel;
import io.sosia.models.vector.EmbeddingSpace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * A detector and one or more recognisers, their weights loaded once for all workers of a process. The primary recogniser
 * sees every face; further ones see those that the first cannot decide about. Each has its own space, alignment and size
 * of chip. Thread-safe. What is made here belongs to whoever asked for it, serves one thread at a time, and is closed
 * before this is.
 */
public final class FaceModels implements AutoCloseable {

    private final LoadedModel detector;
    private final SequencedMap<EmbeddingSpace, LoadedModel> recognisers;

    private FaceModels(LoadedModel detector, SequencedMap<EmbeddingSpace, LoadedModel> recognisers) {
        this.detector = detector;
        this.recognisers = recognisers;
    }

    /**
     * Loads both.
     *
     * @throws ModelRefusedException if one of them must not be used
     */
    public static FaceModels open(VerifiedModel detector, VerifiedModel recogniser) throws ModelRefusedException {
        return open(detector, recogniser, List.of());
    }

    /**
     * Loads them all.
     *
     * @param recogniser the primary one
     * @param further recognisers, each another one
     * @throws ModelRefusedException if one of them must not be used
     * @throws IllegalArgumentException if two recognisers share a space
     */
    public static FaceModels open(VerifiedModel detector, VerifiedModel recogniser, List<VerifiedModel> further)
            throws ModelRefusedException {
        List<VerifiedModel> all = new ArrayList<>();
        all.add(recogniser);
        all.addAll(further);
        SequencedMap<EmbeddingSpace, LoadedModel> recognisers = new LinkedHashMap<>();
        FaceModels models = new FaceModels(LoadedModel.open(detector), recognisers);
        try {
            for (VerifiedModel one : all) {
                EmbeddingSpace space = OnnxFaceEmbedder.space(one.card());
                if (recognisers.containsKey(space)) {
                    throw new IllegalArgumentException("two recognisers share the space " + space);
                }
                recognisers.put(space, LoadedModel.open(one));
            }
            return models;
        } catch (ModelRefusedException | RuntimeException e) {
            models.close();
            throw e;
        }
    }

    /** The primary recogniser's space. */
    public EmbeddingSpace space() {
        return recognisers.firstEntry().getKey();
    }

    /** The spaces of all recognisers, the primary one's first. */
    public List<EmbeddingSpace> spaces() {
        return List.copyOf(recognisers.keySet());
    }

    /** The card of a recogniser. @throws IllegalArgumentException if none of these has that space */
    public ModelCard card(EmbeddingSpace space) {
        return recogniser(space).card();
    }

    private LoadedModel recogniser(EmbeddingSpace space) {
        LoadedModel recogniser = recognisers.get(space);
        if (recogniser == null) {
            throw new IllegalArgumentException(
                    "no recogniser here makes embeddings of " + space + "; there are those of " + spaces());
        }
        return recogniser;
    }

    /** A detector for one worker, which closes it. */
    public FaceDetector newDetector(DetectorSettings settings) {
        return new YuNetDetector(detector, settings);
    }

    /** A refiner of landmarks for one worker, which closes it. */
    public LandmarkRefiner newLandmarkRefiner(LandmarkRefiner.Effort effort) {
        return new LandmarkRefiner(detector, effort);
    }

    /** An aligner for one worker, for the primary recogniser. */
    public FaceAligner newAligner() {
        return newAligner(space());
    }

    /**
     * An aligner for one worker, for a recogniser.
     *
     * @throws IllegalArgumentException if none of these has that space
     */
    public FaceAligner newAligner(EmbeddingSpace space) {
        return new SimilarityAligner(card(space).alignment().orElseThrow());
    }

    /** An embedder of the primary recogniser for one worker, which closes it. */
    public FaceEmbedder newEmbedder(MirrorImages mirrorImages) {
        return newEmbedder(space(), mirrorImages);
    }

    /**
     * An embedder for one worker, which closes it.
     *
     * @throws IllegalArgumentException if no recogniser here has that space
     */
    public FaceEmbedder newEmbedder(EmbeddingSpace space, MirrorImages mirrorImages) {
        return new OnnxFaceEmbedder(recogniser(space), mirrorImages);
    }

    /**
     * Embeds tracks again with another recogniser than the primary one, for one worker, which closes it. Mirror images
     * take part: of the same face they help as much as a second picture does, measured on filmed people.
     *
     * @param listener told what is spent on it
     * @throws IllegalArgumentException if no recogniser here has that space
     */
    public TrackEmbedder newTrackEmbedder(EmbeddingSpace space, ScanListener listener) {
        recogniser(space);
        return new TrackEmbedder(space, () -> newEmbedder(space, MirrorImages.AVERAGED), listener);
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
        recognisers.values().forEach(LoadedModel::close);
        detector.close();
    }
}
