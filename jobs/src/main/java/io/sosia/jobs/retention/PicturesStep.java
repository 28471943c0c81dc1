package io.sosia.jobs.retention;

import io.sosia.jobs.scan.FindingStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;

/** Erases pictures of decisions that are old enough; the findings stay. */
public final class PicturesStep implements RetentionStep {

    private final FindingStore findings;
    private final LongPredicate kept;
    private final Duration age;
    private final Clock clock;

    /**
     * Of the findings of scans.
     *
     * @param kept findings, by number, whose pictures stay
     * @param age of the decision, from which on pictures go
     */
    public PicturesStep(FindingStore findings, LongPredicate kept, Duration age, Clock clock) {
        this.findings = findings;
        this.kept = kept;
        this.age = age;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "pictures";
    }

    @Override
    public StepReport look() {
        Map<LocalDate, Long> days = findings.picturesBefore(before(), kept);
        return StepReport.of(
                Map.of(
                        "pictures",
                        days.values().stream().mapToLong(Long::longValue).sum()),
                days.isEmpty() ? List.of() : List.of("decided on " + String.join(", ", days(days))));
    }

    private static List<String> days(Map<LocalDate, Long> days) {
        return days.keySet().stream().map(LocalDate::toString).toList();
    }

    @Override
    public StepReport apply() {
        return StepReport.of(Map.of("pictures", findings.erasePicturesBefore(before(), kept)));
    }

    private Instant before() {
        return clock.instant().minus(age);
    }
}
