package io.sosia.indexer.match;

import io.sosia.indexer.registry.Licence;
import java.time.Instant;
import java.util.List;

/**
 * What a person's licences say of an upload: licensed if they cover it both on the day it was published and now; one that a
 * licence covers in everything else, but not on one of these days, is {@code LICENCE_EXPIRED}. Two licences may follow each
 * other: what was between the two days is not asked.
 *
 * @param verdict never {@code REVIEW}
 * @param onUpload what they said on the upload's day; of an upload whose day nobody knows, what they say now
 * @param today what they say now
 * @param explanation one line for a person, without names: why this verdict
 */
public record Licensing(Verdict verdict, Verdict onUpload, Verdict today, String explanation) {

    /** What an upload is, in the words of licences. */
    static final String USE = "drama";

    /**
     * Asks them.
     *
     * @param licences the person's; none where the person is not registered
     */
    public static Licensing of(List<Licence> licences, Upload upload, Instant now) {
        LicenceCheck onUpload = LicenceCheck.at(upload.published().orElse(now), licences, upload, USE);
        LicenceCheck today = LicenceCheck.at(now, licences, upload, USE);
        return new Licensing(
                // Licences' scope does not depend on the day, so the two differ in time alone.
                onUpload.verdict() == Verdict.LICENSED ? today.verdict() : onUpload.verdict(),
                onUpload.verdict(),
                today.verdict(),
                onUpload.equals(today)
                        ? onUpload.reason()
                        : "on the upload's day: " + onUpload.reason() + "; today: " + today.reason());
    }
}
