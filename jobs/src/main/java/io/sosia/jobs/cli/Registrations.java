package io.sosia.jobs.cli;

import io.sosia.indexer.registry.Consent;
import io.sosia.indexer.registry.EnrolledPhoto;
import io.sosia.indexer.registry.Person;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.Register;
import io.sosia.jobs.audit.AuditKind;
import io.sosia.jobs.audit.AuditSubject;
import io.sosia.jobs.audit.StoredAuditTrail;
import io.sosia.jobs.config.NotReadyException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Registers people and has it in the audit log, in one transaction. Serves one thread. */
final class Registrations {

    private final Workplace workplace;
    private final Register register;
    private final StoredAuditTrail audit;

    /** @throws NotReadyException if nothing could be written down; so this is opened before anything is done */
    Registrations(Workplace workplace) throws NotReadyException {
        this.workplace = workplace;
        this.register = workplace.register();
        this.audit = workplace.audit();
    }

    /**
     * Who has been registered.
     *
     * @param changed whether anything was, which what is known already is not
     */
    private record Registered(boolean fresh, boolean changed, Person person) {}

    /** As {@link Register#enrol}. */
    Person enrol(PersonId id, String name, Consent consent, List<EnrolledPhoto> photos) {
        return audit.changing(
                        () -> {
                            boolean fresh = register.person(id).isEmpty();
                            long version = register.version();
                            Person person = register.enrol(id, name, consent, photos);
                            return new Registered(fresh, register.version() != version, person);
                        },
                        registered -> registered.changed()
                                ? Optional.of(workplace.event(
                                        registered.fresh() ? AuditKind.PERSON_ENROLLED : AuditKind.PERSON_CHANGED,
                                        List.of(AuditSubject.person(id.value())),
                                        Map.of(
                                                "photos",
                                                String.valueOf(
                                                        registered.person().photos()),
                                                "photos_given",
                                                String.valueOf(photos.size()))))
                                : Optional.empty())
                .person();
    }
}
