package io.sosia.jobs.retention;

import io.sosia.indexer.registry.Register;
import io.sosia.indexer.registry.RegisterSize;
import java.util.List;
import java.util.Map;

/** Counts who is registered, and warns where the law asks for a filing. */
public final class PeopleStep implements RetentionStep {

    private final Register register;

    /** Of a register. */
    public PeopleStep(Register register) {
        this.register = register;
    }

    @Override
    public String name() {
        return "people";
    }

    @Override
    public StepReport look() {
        RegisterSize size = register.size();
        return new StepReport(
                Map.of("registered", size.people()),
                List.of(),
                size.warning().stream().toList());
    }

    @Override
    public StepReport apply() {
        return look();
    }
}
