package io.sosia.jobs.cli;

import io.sosia.jobs.scan.Finding;
import io.sosia.jobs.scan.JsonLines;
import io.sosia.jobs.scan.KnownRejected;
import io.sosia.jobs.scan.NotScanned;
import io.sosia.jobs.scan.ResultLine;
import io.sosia.jobs.scan.ScanSummary;
import io.sosia.jobs.scan.VideoLooked;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Prints what scans find: as JSON each line at once, as tables when all is known. Serves one thread at a time.
 */
final class ScanResults {

    private static final Shape<Finding> FINDING = Shape.<Finding>of("finding")
            .field("id", "FINDING", Finding::id)
            .field("verdict", "VERDICT", Finding::verdict)
            .field("person", "PERSON", Finding::person, ScanResults::person)
            .field("work", "WORK", Finding::work)
            .field("episode", "EPISODE", Finding::episode)
            .field("appearances", "SEEN AT", Finding::appearances, ScanResults::seen)
            .field("similarity", "SIMILARITY", Finding::similarity, f -> three(f.similarity()))
            .field("similarities", Finding::similarities)
            .field("also", Finding::also)
            .field("threshold", "THRESHOLD", Finding::threshold, f -> three(f.threshold()))
            .field("grounds", "SUPPORT", Finding::grounds, ScanResults::support)
            .field("review", "REVIEW", Finding::review, ScanResults::review);

    private static final Shape<KnownRejected> KNOWN_REJECTED = Shape.<KnownRejected>of("known_rejected")
            .field("finding", "REJECTED BEFORE", KnownRejected::finding)
            .field("person", "IS NOT", KnownRejected::person)
            .field("work", "WORK", KnownRejected::work)
            .field("episode", "EPISODE", KnownRejected::episode)
            .field("appearances", "SEEN AT", KnownRejected::appearances, ScanResults::seen)
            .field("similarity", "SIMILARITY", KnownRejected::similarity, k -> three(k.similarity()));

    private static final Shape<NotScanned> NOT_SCANNED = Shape.<NotScanned>of("not_scanned")
            .field("path", "NOT SCANNED", NotScanned::path)
            .field("reason", "REASON", NotScanned::reason)
            .field("partly", "PARTLY", NotScanned::partly)
            .field("detail", "DETAIL", NotScanned::detail);

    private static final Shape<VideoLooked> DOUBTFUL = Shape.<VideoLooked>of("video")
            .field("path", "SEEN IN PART", VideoLooked::path)
            .field("share_seen", "SHARE", VideoLooked::shareSeen, v -> three(v.shareSeen()))
            .field("longest_gap_ms", "LONGEST GAP", VideoLooked::longestGapMs, v -> clock(v.longestGapMs()))
            .field("faces", "FACES", VideoLooked::faces)
            .field("faces_too_small", "TOO SMALL", VideoLooked::facesTooSmall);

    private static final Shape<ScanSummary> SUMMARY = Shape.<ScanSummary>of("summary")
            .field("videos", "videos", ScanSummary::videos)
            .field("scanned", "scanned", ScanSummary::scanned)
            .field("not_scanned", "not scanned", ScanSummary::notScanned)
            .field("unchanged", "as before", ScanSummary::unchanged)
            .field("remaining", "remaining", ScanSummary::remaining)
            .field("passed_over", "other files", ScanSummary::passedOver)
            .field("video_ms", "video", ScanSummary::videoMs, s -> clock(s.videoMs()))
            .field("wall_ms", "took", ScanSummary::wallMs, s -> clock(s.wallMs()))
            .field(
                    "realtime_factor",
                    "speed",
                    ScanSummary::realtimeFactor,
                    s -> s.videoMsNow() == 0
                            ? "nothing was looked at anew"
                            : String.format(Locale.ROOT, "%.1f × real time", s.realtimeFactor()))
            .field("share_seen", "seen", ScanSummary::shareSeen, s -> three(s.shareSeen()))
            .field("longest_gap_ms", "longest gap", ScanSummary::longestGapMs, s -> clock(s.longestGapMs()))
            .field("faces", "faces", ScanSummary::faces)
            .field("faces_too_small", "too small faces", ScanSummary::facesTooSmall)
            .field("tracks", "tracks", ScanSummary::tracks)
            .field("findings", "findings", ScanSummary::findings, ScanResults::byVerdict)
            .field("known_rejected", "rejected before", ScanSummary::knownRejected)
            .field("alarms", "alarms", ScanSummary::alarms, ScanResults::alarms)
            .field("sightings", "sightings", ScanSummary::sightings, ScanResults::sightings)
            .field("page", "page", ScanSummary::page);

    private final Invocation invocation;
    private final List<Finding> findings = new ArrayList<>();
    private final List<KnownRejected> rejected = new ArrayList<>();
    private final List<NotScanned> notScanned = new ArrayList<>();
    private final List<VideoLooked> doubtful = new ArrayList<>();
    private final List<ScanSummary> summaries = new ArrayList<>();

    ScanResults(Invocation invocation) {
        this.invocation = invocation;
    }

    /** Takes a result. */
    void add(ResultLine line) {
        if (invocation.chosenFormat() == OutputFormat.json) {
            Console console = invocation.console();
            console.out().println(TerminalText.json(JsonLines.line(line)));
            console.out().flush();
            return;
        }
        switch (line) {
            case Finding finding -> findings.add(finding);
            case KnownRejected known -> rejected.add(known);
            case NotScanned input -> notScanned.add(input);
            // A line for every video would bury the findings; the summary adds them up.
            case VideoLooked looked -> {
                if (isDoubtful(looked)) {
                    doubtful.add(looked);
                }
            }
            case ScanSummary summary -> summaries.add(summary);
        }
    }

    /** Prints what was kept back. */
    void finish() {
        Results results = invocation.results();
        results.list(FINDING, findings);
        boolean any = !findings.isEmpty();
        blankLine(any && !rejected.isEmpty());
        results.list(KNOWN_REJECTED, rejected);
        any |= !rejected.isEmpty();
        blankLine(any && !notScanned.isEmpty());
        results.list(NOT_SCANNED, notScanned);
        any |= !notScanned.isEmpty();
        blankLine(any && !doubtful.isEmpty());
        results.list(DOUBTFUL, doubtful);
        any |= !doubtful.isEmpty();
        for (ScanSummary summary : summaries) {
            blankLine(any);
            results.single(SUMMARY, summary);
        }
    }

    /** Whether somebody may be in it whom nobody could have found, though something of it was looked at. */
    private static boolean isDoubtful(VideoLooked looked) {
        return looked.frames() > 0
                && (!looked.status().equals("SCANNED")
                        || (looked.faces() > 0 && looked.facesTooSmall() == looked.faces()));
    }

    private void blankLine(boolean wanted) {
        if (wanted) {
            invocation.console().out().println();
        }
    }

    /** In words, with the ratio that they stand for. */
    private static String support(Finding finding) {
        return finding.grounds()
                .map(grounds -> grounds.likelihoodRatio().words()
                        + (grounds.calibration().provisional() ? ", provisional" : ""))
                .orElse("");
    }

    private static String alarms(ScanSummary summary) {
        return summary.alarms()
                .map(alarms -> String.format(
                        Locale.ROOT,
                        "%d of %,d tracks; by chance %.1f were expected, %.1f are the budget%s%s",
                        alarms.observed(),
                        alarms.tracks(),
                        alarms.expected(),
                        alarms.budget(),
                        alarms.provisional() ? " (provisional)" : "",
                        alarms.drifts() ? "; they have drifted, see the warnings" : ""))
                .orElse("");
    }

    private static String person(Finding finding) {
        return finding.also()
                .map(others -> finding.person() + " or " + String.join(" or ", others))
                .orElse(finding.person());
    }

    private static String seen(Finding finding) {
        return seen(finding.appearances().stream().map(Finding.Seen::startMs).toList());
    }

    private static String seen(KnownRejected known) {
        return seen(
                known.appearances().stream().map(KnownRejected.Span::startMs).toList());
    }

    /** What somebody has to do first; and what a face was said to be before, where nobody has said what this one is. */
    private static String review(Finding finding) {
        String state = finding.knownRejected()
                .filter(other -> !other.equals(finding.id()))
                .map(other -> "as " + other + ", REJECTED")
                .or(finding::review)
                .orElse("");
        return finding.confirmedBefore()
                .filter(before -> !before.finding().equals(finding.id()))
                .map(before ->
                        state + ", as " + before.finding() + (before.sameBytes() ? " (same file)" : "") + ", confirmed")
                .orElse(state);
    }

    private static String seen(List<Long> startsMs) {
        List<String> times = startsMs.stream().limit(3).map(ScanResults::moment).toList();
        int more = startsMs.size() - times.size();
        return String.join(", ", times) + (more > 0 ? " and " + more + " more" : "");
    }

    private static String sightings(ScanSummary summary) {
        return summary.sightings()
                .map(sightings -> sightings.kept() + " kept until " + sightings.erasedOn())
                .orElse("none are kept");
    }

    private static String byVerdict(ScanSummary summary) {
        List<String> parts = summary.verdicts().entrySet().stream()
                .filter(e -> e.getValue() > 0)
                .sorted(java.util.Map.Entry.comparingByKey())
                .map(e -> e.getValue() + " " + e.getKey())
                .toList();
        return summary.findings() + (parts.isEmpty() ? "" : " (" + String.join(", ", parts) + ")");
    }

    /** As players show it: by the second that has begun. */
    private static String moment(long millis) {
        return Durations.clock(Duration.ofMillis(millis).truncatedTo(ChronoUnit.SECONDS));
    }

    private static String clock(long millis) {
        return Durations.clock(Duration.ofMillis(millis));
    }

    private static String three(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
