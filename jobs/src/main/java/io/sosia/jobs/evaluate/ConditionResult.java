package io.sosia.jobs.evaluate;

import java.util.List;

/** What became of films under a condition. */
public sealed interface ConditionResult {

    /** What was allowed. */
    RobustnessGate gate();

    /**
     * They were scanned.
     *
     * @param losses of each part of the people, everybody who is measured first
     * @param accuracy of the scan, everybody together
     * @param notScanned videos that could not be scanned, or only in part
     */
    record Measured(RobustnessGate gate, List<PartLoss> losses, ScanAccuracy accuracy, int notScanned)
            implements ConditionResult {
        /** Copies the list. */
        public Measured {
            losses = List.copyOf(losses);
        }

        /** Of everybody who is measured. */
        public ConditionLoss loss() {
            return losses.getFirst().loss();
        }

        /** Whether no more was lost than may be; without any appearance nothing is kept. */
        public boolean kept() {
            return gate.allows(loss().points());
        }
    }

    /**
     * Nothing is known of them.
     *
     * @param reason one line for a person
     */
    record NotMeasured(RobustnessGate gate, String reason) implements ConditionResult {}

    /** A part of the people. */
    record PartLoss(Part part, ConditionLoss loss) {}
}
