package io.sosia.jobs.cli;

import io.sosia.detector.media.Sampling;
import io.sosia.indexer.registry.RegisterUnavailableException;
import io.sosia.jobs.audit.AuditDamagedException;
import io.sosia.jobs.audit.AuditKind;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.jobs.scan.ScanStoppedException;
import io.sosia.jobs.scan.ScanSummary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A scan in the audit log: an entry when it begins, since from then on people are searched for, and one when it ends. One
 * without an end was killed. Serves one scan.
 */
final class ScanDeed {

    private final Workplace workplace;
    private final Invocation invocation;
    private final long begun;

    private ScanDeed(Workplace workplace, Invocation invocation, long begun) {
        this.workplace = workplace;
        this.invocation = invocation;
        this.begun = begun;
    }

    /** Writes down that a scan begins, for how many people, and on what its decisions rest. */
    static ScanDeed begun(Workplace workplace, Invocation invocation, Sampling sampling) throws NotReadyException {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("phase", "begun");
        facts.put("sampling", sampling.key());
        facts.put(
                "people",
                String.valueOf(
                        workplace.register().searchable(invocation.today()).size()));
        facts.put("calibration", String.valueOf(workplace.basis().calibration().version()));
        facts.put("settings", workplace.settingsDigest());
        return new ScanDeed(
                workplace,
                invocation,
                workplace.record(AuditKind.SCANNED, List.of(), facts).number());
    }

    /**
     * Writes down what the scan came to. Where that fails it is said: what was scanned stands, and that it was begun is
     * written down.
     *
     * @return whether it could be
     */
    boolean ended(ScanSummary summary) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("phase", summary.stopped() ? "stopped" : "ended");
        facts.put("begun", String.valueOf(begun));
        facts.put("run", summary.run());
        facts.put("videos", String.valueOf(summary.videos()));
        facts.put("scanned", String.valueOf(summary.scanned()));
        facts.put("not_scanned", String.valueOf(summary.notScanned()));
        facts.put("unchanged", String.valueOf(summary.unchanged()));
        facts.put("tracks", String.valueOf(summary.tracks()));
        facts.put("findings", String.valueOf(summary.findings()));
        summary.people().ifPresent(people -> facts.put("people", String.valueOf(people)));
        return written(facts);
    }

    /** Writes down that the scan could not go on, where the database still takes that. */
    void brokenOff(ScanStoppedException why) {
        written(Map.of(
                "phase",
                "broken off",
                "begun",
                String.valueOf(begun),
                "category",
                why.category().getClass().getSimpleName()));
    }

    private boolean written(Map<String, String> facts) {
        try {
            workplace.record(AuditKind.SCANNED, List.of(), facts);
            return true;
        } catch (NotReadyException | RegisterUnavailableException | AuditDamagedException e) {
            invocation.console().say("sosia: how the scan ended could not be written down: " + e.getMessage());
            return false;
        }
    }
}
