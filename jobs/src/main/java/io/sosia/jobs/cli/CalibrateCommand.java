package io.sosia.jobs.cli;

import io.sosia.jobs.audit.AuditKind;
import io.sosia.jobs.audit.StoredAuditTrail;
import io.sosia.jobs.calibrate.Recalibration;
import io.sosia.jobs.calibrate.Recalibration.State;
import io.sosia.jobs.calibrate.Recalibrator;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.jobs.scan.StandardScans;
import io.sosia.jobs.scan.StoredCalibrations;
import io.sosia.jobs.scan.StoredScores;
import io.sosia.models.catalogue.ModelCatalogue;
import io.sosia.models.catalogue.PopulationTables;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code calibrate}: fits what scores mean to the platform's own tracks. */
@Command(
        name = "calibrate",
        description = {
            "Fits the threshold to the scores of this platform's own tracks.",
            "Scans have stored them, and with their threshold the alarms of a night keep to scan.alarmsPerNight.",
            "Shows the old and the new threshold, and which findings would change. Nothing changes without --apply."
        },
        footer = {"%nFaces and videos are not needed. Findings change when their videos are scanned again."})
final class CalibrateCommand implements Callable<Integer> {

    private static final Shape<Recalibration> SHAPE = Shape.<Recalibration>of("calibration")
            .field("applied", "applied", Recalibration::applied)
            .field("tracks", "tracks", Recalibration::tracks)
            .field("tracks_left_out", "tracks left out", Recalibration::leftOut)
            .field("works", "works", Recalibration::works)
            .field("nights", "nights", Recalibration::nights)
            .field("believed", r -> r.lacking().isEmpty())
            .field("lacking", "not to be believed", Recalibration::lacking)
            .field("before", "holds", r -> json(r.before()), r -> text(r.before()))
            .field(
                    "after",
                    "would hold",
                    r -> r.after().map(CalibrateCommand::json),
                    r -> r.after().map(CalibrateCommand::text).orElse(""))
            .field("findings_dropped", "no findings any more", Recalibration::dropped, ids(Recalibration::dropped))
            .field("findings_to_review", "for review then", Recalibration::toReview, ids(Recalibration::toReview))
            .field("findings_cleared", "no longer for review", Recalibration::cleared, ids(Recalibration::cleared))
            .field("tracks_added", "tracks found besides", Recalibration::tracksAdded);

    /** So many are named in a table. */
    private static final int NAMED = 10;

    private final Invocation invocation;

    @Option(names = "--apply", description = "Lets the new calibration hold from the next scan on")
    private boolean apply;

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "28",
            description = "How many days' scores are taken into account. Default: ${DEFAULT-VALUE}")
    private int days = 28;

    CalibrateCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws NotReadyException {
        if (days < 1 || days > 3650) {
            throw new UsageException("--days " + days + " is not in 1..3650");
        }
        try (Workplace workplace = Workplace.open(invocation)) {
            ModelCatalogue catalogue = ModelCatalogue.standard();
            Recalibrator recalibrator = new Recalibrator(
                    workplace.settings().scan(),
                    StandardScans.fusion(workplace.recogniserCard(catalogue), workplace.strongRecogniserCard(catalogue))
                            .scoring(),
                    workplace.register().searchable(invocation.today()).size(),
                    PopulationTables.standard(),
                    StoredScores.open(workplace.database()),
                    StoredCalibrations.open(workplace.database()),
                    invocation.clock());
            StoredAuditTrail audit = workplace.audit();
            Recalibration recalibration = recalibrator.recalibrate(
                    Duration.ofDays(days),
                    apply,
                    version -> audit.record(workplace.event(
                            AuditKind.CALIBRATION_APPLIED,
                            List.of(),
                            Map.of("version", String.valueOf(version), "days", String.valueOf(days)))));
            invocation.results().single(SHAPE, recalibration);
            if (workplace.settings().scan().threshold().isPresent()) {
                invocation
                        .console()
                        .say(
                                "sosia: scan.threshold is set in the home's sosia.json and stands, whatever is calibrated");
            }
        }
        return ExitCode.DONE.number();
    }

    private static Map<String, Object> json(State state) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", state.version());
        json.put("date", state.date());
        json.put("population", state.population());
        json.put("provisional", state.provisional());
        json.put("tracks", state.tracks());
        json.put("people", state.people());
        state.tracksPerNight().ifPresent(tracks -> json.put("tracks_per_night", tracks));
        json.put("per_track", state.perTrack());
        json.put("alarms_from", rounded(state.alarmsFrom()));
        json.put("alarms_from_interval", List.of(rounded(state.low()), rounded(state.high())));
        json.put("own_thresholds", state.ownThresholds());
        json.put("mated_tracks", Math.round(state.matedTracks()));
        return json;
    }

    private static double rounded(double value) {
        return Math.round(value * 10_000) / 10_000.0;
    }

    private static String text(State state) {
        return String.format(
                Locale.ROOT,
                "findings from %.3f (%.3f to %.3f), %s, %.2g false alarms a stranger's track%s%s",
                state.alarmsFrom(),
                state.low(),
                state.high(),
                state.provisional()
                        ? "the table of the population " + state.population() + ", provisionally"
                        : "calibration " + state.version() + " on " + state.tracks() + " tracks",
                state.perTrack(),
                state.tracksPerNight()
                        .map(tracks -> String.format(Locale.ROOT, ", %.0f tracks a night", tracks))
                        .orElse(""),
                state.ownThresholds() == 0 ? "" : ", " + state.ownThresholds() + " people with one of their own");
    }

    private static Function<Recalibration, String> ids(Function<Recalibration, List<String>> of) {
        return recalibration -> {
            List<String> ids = of.apply(recalibration);
            int more = ids.size() - NAMED;
            return ids.isEmpty()
                    ? "none"
                    : String.join(", ", ids.subList(0, Math.min(NAMED, ids.size())))
                            + (more > 0 ? " and " + more + " more" : "");
        };
    }
}
