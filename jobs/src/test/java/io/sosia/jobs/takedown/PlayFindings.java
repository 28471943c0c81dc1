package io.sosia.jobs.takedown;

import io.sosia.indexer.match.Verdict;
import io.sosia.jobs.takedown.search.CaseFinding;
import io.sosia.jobs.takedown.search.CaseFindings;
import io.sosia.jobs.takedown.search.Coverage;
import io.sosia.jobs.takedown.search.Place;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Findings that a test makes up, in memory. */
final class PlayFindings implements CaseFindings {

    private final List<CaseFinding> findings = new ArrayList<>();
    private Optional<Coverage> coverage = Optional.empty();

    /** A sure finding at two places of an episode. */
    CaseFinding add(long number, String caseNumber, String work, String episode, String uploader) {
        return add(number, caseNumber, work, episode, uploader, 0.7137, true);
    }

    CaseFinding add(
            long number, String caseNumber, String work, String episode, String uploader, double score, boolean sure) {
        CaseFinding finding = new CaseFinding(
                number,
                "F-%06d".formatted(number),
                caseNumber,
                1,
                work,
                1,
                List.of(
                        place(episode, uploader, 12_480, 19_240, score),
                        place(episode, uploader, 18_000, 25_000, score),
                        place(episode, uploader, 3_605_000, 3_610_000, score)),
                17_520,
                score,
                Map.of("mobilefacenet-ms1m", score),
                0.31,
                0.4621,
                sure,
                sure ? Verdict.UNLICENSED : Verdict.REVIEW,
                Verdict.UNLICENSED,
                "",
                Optional.of(uploader),
                false,
                List.of(),
                0,
                CaseContract.NOW);
        findings.add(finding);
        return finding;
    }

    private static Place place(String episode, String uploader, long startMs, long endMs, double score) {
        return new Place(
                episode,
                "uploads/" + episode + ".mp4",
                "0".repeat(64),
                3,
                startMs,
                endMs,
                score,
                Optional.of(uploader),
                Optional.empty(),
                Optional.empty(),
                Verdict.UNLICENSED,
                "");
    }

    /** Lets a search have ended. */
    void searched(String caseNumber, String namedAndUnknown) {
        coverage = Optional.of(new Coverage(
                caseNumber,
                1,
                CaseContract.NOW,
                namedAndUnknown.isEmpty(),
                "",
                new Coverage.Photos(0, 1, List.of()),
                Optional.of(new Coverage.Archive(
                        LocalDate.of(2026, 10, 22),
                        List.of(LocalDate.of(2026, 10, 22), LocalDate.of(2026, 11, 19)),
                        1_128_000,
                        namedAndUnknown.isEmpty() ? 0 : 7,
                        37_600,
                        1_000L * 3_600_000,
                        0.987,
                        namedAndUnknown.isEmpty() ? 0 : 12,
                        namedAndUnknown.isEmpty() ? 0 : 3,
                        List.of())),
                namedAndUnknown.isEmpty()
                        ? List.of()
                        : List.of(new Coverage.Named(namedAndUnknown, Optional.of("4"), 0, 0, 0, 0)),
                new Coverage.Anew(2, 128_000, 61),
                List.of(),
                namedAndUnknown.isEmpty() ? 0 : 2,
                new Coverage.Strangers(1, 0.4, 0.001, 0.1, 0.3, 1, 0.1, 0.5, 0.01, "mixed", true),
                4,
                0,
                0));
    }

    @Override
    public List<CaseFinding> of(String caseNumber, int round) {
        return findings.stream()
                .filter(finding -> finding.caseNumber().equals(caseNumber))
                .toList();
    }

    @Override
    public Optional<Coverage> coverage(String caseNumber, int round) {
        return coverage.filter(found -> found.caseNumber().equals(caseNumber));
    }

    @Override
    public Optional<byte[]> picture(long finding, int number) {
        return Optional.empty();
    }

    @Override
    public void forget(String caseNumber) {
        findings.removeIf(finding -> finding.caseNumber().equals(caseNumber));
    }
}
