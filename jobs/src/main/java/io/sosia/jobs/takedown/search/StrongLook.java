package io.sosia.jobs.takedown.search;

import io.sosia.detector.embed.FaceEmbedder;
import io.sosia.models.vector.EmbeddingSpace;
import java.util.function.Supplier;

/**
 * The recogniser that looks closer at candidates which it has not seen.
 *
 * @param space its embeddings' space
 * @param side pixels of the pictures that it wants; what the archive has of another size was cut for another recogniser
 * @param embedders makes one; the caller closes it
 */
public record StrongLook(EmbeddingSpace space, int side, Supplier<FaceEmbedder> embedders) {}
