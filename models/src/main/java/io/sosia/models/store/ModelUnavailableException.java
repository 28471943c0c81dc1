package io.sosia.models.store;

import io.sosia.models.catalogue.ModelCard;

/** A model's file is not at hand. The message says where its bytes are, their hash, and where to put them. */
public final class ModelUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param message everything that a person needs to put it right, on a few lines */
    ModelUnavailableException(ModelCard card, String message) {
        super("model " + card.id() + ": " + message);
    }
}
