package io.sosia.jobs.scan;

import io.sosia.indexer.registry.Licence;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.Register;
import io.sosia.models.digest.Sha256;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.TreeSet;

/**
 * What of the register and of the calendar takes part in decisions. Two standings with one digest decide alike: who is
 * searchable is the same, and every licence is as far begun and ended. So a day that passes without any consent or
 * licence beginning or ending does not ask for a new scan, and one on which something ends does.
 *
 * @param version of the register
 * @param day that counts as today, UTC
 * @param digest 64 hex digits
 * @param people who are searched for
 */
record Standing(long version, LocalDate day, String digest, int people) {

    /** Reads a register whose version is {@code version}; where it changes meanwhile, the digest is of no use. */
    static Standing of(Register register, long version, LocalDate day) {
        StringBuilder text = new StringBuilder();
        Set<PersonId> searchable = register.searchable(day);
        for (PersonId person : new TreeSet<>(searchable)) {
            text.append(person.value()).append('\n');
        }
        for (Licence licence : register.licences()) {
            text.append(licence.id())
                    .append(day.isBefore(licence.terms().from()) ? " to come" : " begun")
                    .append(day.isAfter(licence.terms().until()) ? " ended\n" : " running\n");
        }
        return new Standing(version, day, Sha256.of(text.toString()), searchable.size());
    }

    /** Keeps the latest standing, since reading it anew for every video would be felt. Thread-safe. */
    static final class Watch {

        private final Register register;
        private final Clock clock;
        private volatile Standing latest;

        Watch(Register register, Clock clock) {
            this.register = register;
            this.clock = clock;
            this.latest = Standing.of(register, register.version(), today());
        }

        /** The standing now. */
        Standing now() {
            Standing known = latest;
            LocalDate day = today();
            long version = register.version();
            while (known.version != version || !known.day.equals(day)) {
                known = Standing.of(register, version, day);
                day = today();
                version = register.version();
                latest = known;
            }
            return known;
        }

        private LocalDate today() {
            return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        }
    }
}
