package io.sosia.indexer.match;

import io.sosia.indexer.registry.Licence;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a person's licences say about an upload at a moment.
 *
 * <ol>
 *   <li>A licence counts only for the account it names: an uploader who is not known is nobody's licensee.
 *   <li>It covers the upload if its work, uses and territories do. Each that is empty covers everything; a licence
 *       limited to territories does not cover an upload whose territory is not known.
 *   <li>It is in force from its first day to its last, UTC, and until it is revoked.
 *   <li>Several licences are never added up to one: one of them has to cover the upload in everything.
 * </ol>
 *
 * @param verdict never {@code REVIEW}
 * @param reason one line, without names
 */
record LicenceCheck(Verdict verdict, String reason) {

    /**
     * Checks.
     *
     * @param licences the person's
     * @param use what an upload is, in the words of licences
     */
    static LicenceCheck at(Instant moment, List<Licence> licences, Upload upload, String use) {
        if (upload.uploader().isEmpty()) {
            return new LicenceCheck(
                    Verdict.UNLICENSED, "the uploader is not known, so no licence can be found to name them");
        }
        String uploader = upload.uploader().get();
        List<Licence> theirs = licences.stream()
                .filter(licence -> licence.terms().licensee().equals(uploader))
                .toList();
        if (theirs.isEmpty()) {
            return new LicenceCheck(Verdict.UNLICENSED, "no licence of this person names the uploader");
        }
        List<Licence> covering = theirs.stream()
                .filter(licence -> gaps(licence, upload, use).isEmpty())
                .toList();
        if (covering.isEmpty()) {
            // The one that lacks least explains best.
            Licence nearest = theirs.stream()
                    .min(Comparator.comparingInt(
                            (Licence licence) -> gaps(licence, upload, use).size()))
                    .orElseThrow();
            String ended = absence(nearest, moment)
                    .map(reason -> "; besides, it " + reason)
                    .orElse("");
            return new LicenceCheck(
                    Verdict.OUT_OF_SCOPE,
                    "licence " + nearest.id() + " is " + String.join(" and ", gaps(nearest, upload, use)) + ended);
        }
        for (Licence licence : covering) {
            if (absence(licence, moment).isEmpty()) {
                return new LicenceCheck(Verdict.LICENSED, "licence " + licence.id() + " covers it");
            }
        }
        Licence latest = covering.stream()
                .max(Comparator.comparing((Licence licence) -> licence.terms().until()))
                .orElseThrow();
        return new LicenceCheck(
                Verdict.LICENCE_EXPIRED,
                "licence " + latest.id() + " " + absence(latest, moment).orElseThrow());
    }

    /** What of the upload a licence does not cover, time aside. */
    private static List<String> gaps(Licence licence, Upload upload, String use) {
        List<String> gaps = new ArrayList<>();
        if (licence.terms().work().isPresent() && !licence.terms().work().get().equals(upload.work())) {
            gaps.add("for another work");
        }
        if (!licence.terms().uses().isEmpty() && !licence.terms().uses().contains(use)) {
            gaps.add("for other uses than " + use);
        }
        if (!licence.terms().territories().isEmpty()) {
            if (upload.territory().isEmpty()) {
                gaps.add("limited to territories, and the upload's is not known");
            } else if (licence.terms().territories().stream()
                    .noneMatch(territory ->
                            territory.equalsIgnoreCase(upload.territory().get()))) {
                gaps.add("for other territories");
            }
        }
        return gaps;
    }

    /** Why a licence is not in force at a moment, if it is not. */
    private static Optional<String> absence(Licence licence, Instant moment) {
        LocalDate day = LocalDate.ofInstant(moment, ZoneOffset.UTC);
        if (day.isBefore(licence.terms().from())) {
            return Optional.of("starts on " + licence.terms().from());
        }
        if (licence.revoked().isPresent() && !moment.isBefore(licence.revoked().get())) {
            return Optional.of(
                    "was revoked on " + LocalDate.ofInstant(licence.revoked().get(), ZoneOffset.UTC));
        }
        if (day.isAfter(licence.terms().until())) {
            return Optional.of("ended on " + licence.terms().until());
        }
        return Optional.empty();
    }
}
