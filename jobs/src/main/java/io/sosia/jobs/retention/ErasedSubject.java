package io.sosia.jobs.retention;

import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.seal.SubjectKeys;

/** Who or what is erased. */
public sealed interface ErasedSubject {

    /** What the key is kept under, which names the subject too. */
    String key();

    /** What kind of thing it is, for receipts. */
    String kind();

    /** Somebody registered. */
    record OfPerson(PersonId id) implements ErasedSubject {
        @Override
        public String key() {
            return SubjectKeys.person(id.value());
        }

        @Override
        public String kind() {
            return "person";
        }
    }

    /** A takedown case. */
    record OfCase(String number) implements ErasedSubject {
        @Override
        public String key() {
            return SubjectKeys.ofCase(number);
        }

        @Override
        public String kind() {
            return "case";
        }
    }
}
