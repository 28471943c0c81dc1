package io.sosia.models.store;

import io.sosia.models.catalogue.ModelCard;
import java.nio.file.Path;

/** A model's bytes, read once and found to have the card's length and hash; what runs is what was checked. */
public final class VerifiedModel {

    private final ModelCard card;
    private final Path path;
    private final byte[] bytes;

    VerifiedModel(ModelCard card, Path path, byte[] bytes) {
        this.card = card;
        this.path = path;
        this.bytes = bytes;
    }

    /** What the bytes are. */
    public ModelCard card() {
        return card;
    }

    /** Where they were read from. */
    public Path path() {
        return path;
    }

    /** A copy of the file's content. */
    public byte[] bytes() {
        return bytes.clone();
    }
}
