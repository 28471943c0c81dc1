package io.sosia.jobs.review;

import io.sosia.indexer.registry.Consent;
import io.sosia.indexer.registry.EnrolledPhoto;
import io.sosia.indexer.registry.PersonId;
import java.util.List;

/** Whom a finding takes a face for. */
public sealed interface ReviewedPerson {

    /** Under whose id decisions are kept, and scans search once the person is registered. */
    PersonId id();

    /** Somebody who is registered. */
    record Registered(PersonId id) implements ReviewedPerson {}

    /**
     * Somebody of whom a case alone knows. Once a finding of theirs is confirmed they are registered provisionally, so that
     * scans search for them.
     *
     * @param caseNumber {@code C-000003}
     * @param provisional the id that they are registered by then, {@code case-000003}
     * @param consent to be searched for; it refers to the case. It gets its term when they are registered
     * @param photos that the case was opened with, at least one
     */
    record OfCase(String caseNumber, PersonId provisional, Consent consent, List<EnrolledPhoto> photos)
            implements ReviewedPerson {

        /** @throws IllegalArgumentException if there are no photos */
        public OfCase {
            if (photos.isEmpty()) {
                throw new IllegalArgumentException("photos: a case about nobody registered has one at least");
            }
            photos = List.copyOf(photos);
        }

        @Override
        public PersonId id() {
            return provisional;
        }

        /** By what name they are registered: nobody's, since the register need not know it. */
        public static String registeredName(String caseNumber) {
            return "case " + caseNumber;
        }
    }
}
