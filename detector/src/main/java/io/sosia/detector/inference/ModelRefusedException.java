package io.sosia.detector.inference;

import io.sosia.models.catalogue.ModelCard;

/**
 * A model that must not be used: it cannot be loaded, does not have the tensors of its card, refers to data outside its
 * file, or gives other answers than it should. The installation is not ready; no input is to blame.
 */
public final class ModelRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param reason one line for a person: what was found and what was expected */
    public ModelRefusedException(ModelCard card, String reason) {
        super("model " + card.id() + " (" + card.file() + ") is refused: " + reason);
    }

    /** @param reason one line for a person: what was found and what was expected */
    public ModelRefusedException(ModelCard card, String reason, Throwable cause) {
        super("model " + card.id() + " (" + card.file() + ") is refused: " + reason, cause);
    }
}
