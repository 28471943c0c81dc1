package io.sosia.jobs.retention;

import io.sosia.jobs.takedown.TakedownCase;
import io.sosia.jobs.takedown.TakedownCases;
import io.sosia.jobs.takedown.Urgency;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Names the cases whose deadline is past or near. */
public final class DeadlinesStep implements RetentionStep {

    private final TakedownCases cases;
    private final Clock clock;

    /** Of the cases. */
    public DeadlinesStep(TakedownCases cases, Clock clock) {
        this.cases = cases;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "deadlines";
    }

    @Override
    public StepReport look() {
        Instant now = clock.instant();
        long overdue = 0;
        long soon = 0;
        List<String> warnings = new ArrayList<>();
        List<TakedownCase> byDue = cases.all().stream()
                .filter(TakedownCase::awaitsAnswer)
                .sorted(Comparator.comparing(waiting -> waiting.due().due()))
                .toList();
        for (TakedownCase waiting : byDue) {
            Urgency urgency = waiting.urgency(now);
            if (urgency == Urgency.OVERDUE) {
                overdue++;
                warnings.add(waiting.number() + " was due at " + waiting.due().due() + " and is not answered");
            } else if (urgency == Urgency.DUE_SOON) {
                soon++;
                warnings.add(waiting.number() + " is due at " + waiting.due().due());
            }
        }
        return new StepReport(
                Map.of("overdue", overdue, "due_soon", soon, "waiting", (long) byDue.size()), List.of(), warnings);
    }

    @Override
    public StepReport apply() {
        return look();
    }
}
