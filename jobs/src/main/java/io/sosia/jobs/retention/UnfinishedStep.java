package io.sosia.jobs.retention;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finishes erasures that broke off. */
public final class UnfinishedStep implements RetentionStep {

    private final Erasures erasures;

    /** Of those that have begun. */
    public UnfinishedStep(Erasures erasures) {
        this.erasures = erasures;
    }

    @Override
    public String name() {
        return "unfinished_erasures";
    }

    @Override
    public StepReport look() {
        return StepReport.of(Map.of("erasures", (long) erasures.unfinished().size()));
    }

    @Override
    public StepReport apply() throws ErasureUnfinishedException {
        List<String> receipts = new ArrayList<>();
        for (ErasedSubject subject : erasures.unfinished()) {
            // The reason was written down when it began.
            Optional<Erasure> done = erasures.erase(subject, ErasureReason.REQUESTED);
            done.ifPresent(erasure -> receipts.add(erasure.receipt().receipt().number()));
            erasures.handedOver(subject);
        }
        return StepReport.of(Map.of("erasures", (long) receipts.size()), receipts);
    }
}
