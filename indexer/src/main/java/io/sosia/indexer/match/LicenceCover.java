package io.sosia.indexer.match;

import io.sosia.indexer.registry.Licence;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whether one licence covers an upload, for whoever names that licence. */
public final class LicenceCover {

    private LicenceCover() {}

    /**
     * What a licence lacks to cover an upload both on the day it was published and now, as {@link LicenceMatcher} asks it.
     *
     * @return one line, without names; empty where it covers it
     */
    public static Optional<String> gap(Licence licence, Upload upload, Instant now) {
        List<Licence> alone = List.of(licence);
        for (Instant moment : List.of(upload.published().orElse(now), now)) {
            LicenceCheck check = LicenceCheck.at(moment, alone, upload, LicenceMatcher.USE);
            if (check.verdict() != Verdict.LICENSED) {
                return Optional.of(check.reason());
            }
        }
        return Optional.empty();
    }
}
