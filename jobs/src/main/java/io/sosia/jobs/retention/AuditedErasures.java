package io.sosia.jobs.retention;

import io.sosia.jobs.audit.AuditEvent;
import io.sosia.jobs.audit.AuditKind;
import io.sosia.jobs.audit.AuditPosition;
import io.sosia.jobs.audit.AuditSubject;
import io.sosia.jobs.audit.StoredAuditTrail;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes erasures down in the audit log, and has it forget whom they were about. */
public final class AuditedErasures implements ErasureLog {

    private final StoredAuditTrail audit;
    private final String actor;

    /**
     * On an open log.
     *
     * @param actor who erases
     */
    public AuditedErasures(StoredAuditTrail audit, String actor) {
        this.audit = audit;
        this.actor = actor;
    }

    @Override
    public Optional<ErasureReceipt.Audited> erased(
            ErasedSubject subject, String receipt, ErasureReason reason, Map<String, Long> counts) {
        Map<String, String> facts = new TreeMap<>();
        facts.put("receipt", receipt);
        facts.put("reason", reason.name());
        counts.forEach((what, count) -> facts.put("erased_" + what, String.valueOf(count)));
        AuditPosition position = switch (subject) {
            case ErasedSubject.OfPerson(var id) -> {
                AuditSubject person = AuditSubject.person(id.value());
                AuditPosition written =
                        audit.record(new AuditEvent(AuditKind.PERSON_ERASED, actor, List.of(person), facts));
                audit.forget(person, actor);
                yield written;
            }
            case ErasedSubject.OfCase(String number) -> {
                facts.put("case", number);
                AuditPosition written = audit.record(AuditEvent.of(AuditKind.CASE_ERASED, actor, facts));
                audit.forgetCase(number, actor);
                yield written;
            }
        };
        return Optional.of(new ErasureReceipt.Audited(
                position.number(), position.checkpoint().text()));
    }
}
