package io.sosia.detector.embed;

import io.sosia.detector.align.AlignedFace;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;

/** Turns aligned faces into embeddings. Serves one thread at a time; the caller closes it. */
public interface FaceEmbedder extends AutoCloseable {

    /** The space of every embedding it makes. */
    EmbeddingSpace space();

    /** The face as a unit vector. */
    Embedding embed(AlignedFace face);

    @Override
    void close();
}
