package io.sosia.jobs.takedown;

import io.sosia.indexer.registry.PersonId;
import io.sosia.jobs.audit.AuditEvent;
import io.sosia.jobs.audit.AuditKind;
import io.sosia.jobs.audit.AuditSubject;
import io.sosia.jobs.audit.AuditTrail;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes down who did what to which case and why; humans as commitments alone. */
final class CaseAudit {

    private final AuditTrail trail;
    private final String actor;

    CaseAudit(AuditTrail trail, String actor) {
        this.trail = trail;
        this.actor = actor;
    }

    void opened(TakedownCase opened, CaseRequest request) {
        Requester who = request.requester();
        List<AuditSubject> subjects = new ArrayList<>();
        who.name().map(AuditSubject::requester).ifPresent(subjects::add);
        who.checkedBy().map(AuditSubject::reviewer).ifPresent(subjects::add);
        opened.person().map(PersonId::value).map(AuditSubject::person).ifPresent(subjects::add);
        Map<String, String> facts = facts(opened);
        facts.put("as", who.role().name().toLowerCase(Locale.ROOT));
        facts.put("photos", String.valueOf(request.photos().size()));
        facts.put("named_places", String.valueOf(opened.named().size()));
        facts.put("missing", missing(opened));
        facts.put("due", opened.due().due().toString());
        facts.put("policy", opened.policy().name());
        request.mandate().ifPresent(mandate -> facts.put("mandate_sha256", mandate.sha256()));
        trail.record(new AuditEvent(AuditKind.CASE_OPENED, actor, subjects, facts));
    }

    /** @param account of an uploader whom it concerns; empty for none */
    void changed(TakedownCase changed, CaseEvent.Kind what, String account) {
        Map<String, String> facts = facts(changed);
        facts.put("what", what.name());
        if (changed.state() == CaseState.INCOMPLETE) {
            facts.put("missing", missing(changed));
        }
        AuditKind kind = switch (what) {
            case CLOSED -> {
                facts.put("withdrawn", String.valueOf(changed.withdrawn()));
                yield AuditKind.CASE_CLOSED;
            }
            case ANSWERED -> {
                changed.current()
                        .answered()
                        .ifPresent(
                                at -> facts.put("urgency", changed.urgency(at).name()));
                yield AuditKind.CASE_CHANGED;
            }
            case COUNTERED -> {
                facts.put("due", changed.due().due().toString());
                yield AuditKind.CASE_CHANGED;
            }
            case OPENED, COMPLETED, SEARCHED, DECIDED, ERASED -> AuditKind.CASE_CHANGED;
        };
        List<AuditSubject> subjects = account.isEmpty() ? List.of() : List.of(AuditSubject.account(account));
        trail.record(new AuditEvent(kind, actor, subjects, facts));
    }

    private static String missing(TakedownCase of) {
        return of.missing().stream().map(Missing::name).collect(Collectors.joining(","));
    }

    private static Map<String, String> facts(TakedownCase of) {
        Map<String, String> facts = new HashMap<>();
        facts.put("case", of.number());
        facts.put("state", of.state().name());
        facts.put("round", String.valueOf(of.round()));
        return facts;
    }
}
