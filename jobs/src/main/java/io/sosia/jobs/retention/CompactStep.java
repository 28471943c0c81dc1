package io.sosia.jobs.retention;

import io.sosia.jobs.batch.DatabaseFile;
import java.util.List;
import java.util.Map;

/** Writes the database's file anew where something was deleted of which it may hold copies. The last step. */
public final class CompactStep implements RetentionStep {

    private final DatabaseFile file;

    /** Of a database's file. */
    public CompactStep(DatabaseFile file) {
        this.file = file;
    }

    @Override
    public String name() {
        return "compact";
    }

    @Override
    public StepReport look() {
        return StepReport.of(Map.of("files", file.isToBeCompacted() ? 1L : 0L));
    }

    @Override
    public StepReport apply() {
        if (!file.isToBeCompacted()) {
            return StepReport.of(Map.of("files", 0L));
        }
        return file.compact()
                ? StepReport.of(Map.of("files", 1L))
                : new StepReport(
                        Map.of("files", 0L),
                        List.of(),
                        List.of("the database is in use, so that copies of what was deleted may still lie in its file;"
                                + " the next run tries again"));
    }
}
