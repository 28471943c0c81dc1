package io.sosia.jobs.scan;

import io.sosia.detector.pipeline.TrackEmbedder;
import io.sosia.models.catalogue.ModelCard;
import io.sosia.models.vector.EmbeddingSpace;
import java.util.function.Supplier;

/**
 * The recogniser that looks closer at the tracks that the first one cannot rule out.
 *
 * @param recogniser its model
 * @param space its embeddings' space
 * @param embedders makes one for each worker, which closes it; thread-safe
 */
public record CloserLook(ModelCard recogniser, EmbeddingSpace space, Supplier<TrackEmbedder> embedders) {}
