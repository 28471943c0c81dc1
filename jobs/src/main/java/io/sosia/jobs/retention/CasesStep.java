package io.sosia.jobs.retention;

import io.sosia.jobs.takedown.TakedownCases;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Erases cases that ended as long ago as they are kept, with a receipt for each. */
public final class CasesStep implements RetentionStep {

    private final TakedownCases cases;
    private final Erasures erasures;
    private final Clock clock;

    /** Of the cases. */
    public CasesStep(TakedownCases cases, Erasures erasures, Clock clock) {
        this.cases = cases;
        this.erasures = erasures;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "cases";
    }

    @Override
    public StepReport look() {
        List<String> ended = cases.toErase(clock.instant());
        return StepReport.of(Map.of("cases", (long) ended.size()), ended);
    }

    @Override
    public StepReport apply() throws ErasureUnfinishedException {
        List<String> receipts = new ArrayList<>();
        for (String number : cases.toErase(clock.instant())) {
            ErasedSubject subject = new ErasedSubject.OfCase(number);
            Optional<Erasure> done = erasures.erase(subject, ErasureReason.CASE_CLOSED);
            done.ifPresent(erasure ->
                    receipts.add(number + " " + erasure.receipt().receipt().number()));
            erasures.handedOver(subject);
        }
        return StepReport.of(Map.of("cases", (long) receipts.size()), receipts);
    }
}
