package io.sosia.models.catalogue;

/** What a model is for. */
public enum ModelTask {
    /** Finds faces and landmarks in a picture. */
    DETECTOR,
    /** Turns an aligned face into a vector. */
    RECOGNISER
}
