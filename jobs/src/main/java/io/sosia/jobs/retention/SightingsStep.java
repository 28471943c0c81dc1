package io.sosia.jobs.retention;

import io.sosia.indexer.sighting.SightingArchive;
import io.sosia.jobs.config.SightingSettings;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** Erases the days of the archive of sightings that have expired, and seals those that are over. */
public final class SightingsStep implements RetentionStep {

    private final SightingArchive archive;
    private final SightingSettings settings;
    private final Clock clock;

    /** On an open archive. */
    public SightingsStep(SightingArchive archive, SightingSettings settings, Clock clock) {
        this.archive = archive;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "sightings";
    }

    @Override
    public StepReport look() {
        LocalDate first = settings.firstKept(today());
        return report(archive.coverage().days().stream()
                .map(day -> day.day())
                .filter(day -> day.isBefore(first))
                .toList());
    }

    @Override
    public StepReport apply() {
        LocalDate today = today();
        List<LocalDate> erased = archive.eraseBefore(settings.firstKept(today));
        archive.sealBefore(today);
        return report(erased);
    }

    private static StepReport report(List<LocalDate> days) {
        return StepReport.of(
                Map.of("days", (long) days.size()),
                days.stream().map(LocalDate::toString).toList());
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
