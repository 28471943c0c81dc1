package io.sosia.jobs.config;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Why JSON that others wrote cannot be used, in words for whoever wrote it. */
public final class JsonReason {

    private JsonReason() {}

    /** Names the key where the value of one is of the wrong kind or missing, else the line where the text is no JSON. */
    public static String words(JacksonException e) {
        List<JacksonException.Reference> path = e.getPath();
        if (!path.isEmpty()) {
            String key = path.stream()
                    .map(JacksonException.Reference::getPropertyName)
                    .filter(Objects::nonNull)
                    .collect(Collectors.joining("."));
            return "'" + key + "' "
                    + (e instanceof UnrecognizedPropertyException
                            ? "is not known"
                            : "is missing or its value is of the wrong kind");
        }
        TokenStreamLocation place = e.getLocation();
        String where = place == null || place.getLineNr() < 1
                ? ""
                : " at line " + place.getLineNr() + ", column " + place.getColumnNr();
        return "not JSON, or cut short" + where + ": " + e.getOriginalMessage();
    }
}
