package io.sosia.models.openvino;

/**
 * A network that is not translated: malformed, larger than we allow, or of a kind that we do not know. The message names
 * the layer, its type, what was found and what is allowed.
 */
public final class NetworkRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param message one line for a person: what was found and what is allowed */
    NetworkRefusedException(String message) {
        super(message);
    }

    /** @param message one line for a person: what was found and what is allowed */
    NetworkRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
