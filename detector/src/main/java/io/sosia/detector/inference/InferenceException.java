package io.sosia.detector.inference;

/** A model that was loaded and tried failed while running: a defect, or a machine out of memory. */
public final class InferenceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Names the model. */
    public InferenceException(String model, Throwable cause) {
        super("model " + model + " failed while running: " + cause.getMessage(), cause);
    }
}
