package io.sosia.jobs.retention;

import io.sosia.indexer.registry.Consent;
import io.sosia.indexer.registry.Person;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.Register;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Erases people whose consent ended long enough ago, with a receipt for each. */
public final class ConsentsStep implements RetentionStep {

    private final Register register;
    private final Erasures erasures;
    private final Duration kept;
    private final Clock clock;

    /**
     * Of a register.
     *
     * @param kept how long after the end of their consent
     */
    public ConsentsStep(Register register, Erasures erasures, Duration kept, Clock clock) {
        this.register = register;
        this.erasures = erasures;
        this.kept = kept;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "consents";
    }

    @Override
    public StepReport look() {
        return StepReport.of(
                Map.of("people", (long) ended().size()),
                ended().keySet().stream().map(PersonId::value).toList());
    }

    @Override
    public StepReport apply() throws ErasureUnfinishedException {
        List<String> receipts = new ArrayList<>();
        for (Map.Entry<PersonId, ErasureReason> person : ended().entrySet()) {
            ErasedSubject subject = new ErasedSubject.OfPerson(person.getKey());
            Optional<Erasure> done = erasures.erase(subject, person.getValue());
            done.ifPresent(erasure -> receipts.add(erasure.receipt().receipt().number()));
            erasures.handedOver(subject);
        }
        return StepReport.of(Map.of("people", (long) receipts.size()), receipts);
    }

    private Map<PersonId, ErasureReason> ended() {
        Instant since = clock.instant().minus(kept);
        LocalDate last = LocalDate.ofInstant(since, ZoneOffset.UTC);
        Map<PersonId, ErasureReason> ended = new LinkedHashMap<>();
        for (Person person : register.people()) {
            Consent consent = person.consent();
            if (consent.withdrawn().filter(taken -> !taken.at().isAfter(since)).isPresent()) {
                ended.put(person.id(), ErasureReason.CONSENT_WITHDRAWN);
                continue;
            }
            consent.until()
                    .filter(until -> until.isBefore(last))
                    .ifPresent(until -> ended.put(person.id(), ErasureReason.CONSENT_EXPIRED));
        }
        return ended;
    }
}
