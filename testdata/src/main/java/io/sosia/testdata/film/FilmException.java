package io.sosia.testdata.film;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A film that could not be made: a folder in the way, an encoder that is missing or failed, a photo that is none. */
public final class FilmException extends IOException {

    private static final long serialVersionUID = 1L;

    /** @param message what is wrong and what would help, for the person who asked for the film */
    public FilmException(String message) {
        super(message);
    }

    /** @param message what is wrong and what would help, for the person who asked for the film */
    public FilmException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
