package io.sosia.indexer.registry;

import io.sosia.indexer.seal.SealBrokenException;
import io.sosia.indexer.seal.SubjectKey;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the register keeps sealed of people, and in which contexts: each value opens in its own column and row only, a vector in
 * its own space too. Stateless.
 */
final class PersonSeal {

    /** The texts of a person's row. */
    enum Text {
        NAME("sealed_name"),
        REFERENCE("sealed_reference"),
        PURPOSE("sealed_purpose"),
        GUARDIAN("sealed_guardian"),
        REASON("sealed_reason");

        private final String column;

        Text(String column) {
            this.column = column;
        }

        String column() {
            return column;
        }

        byte[] seal(SubjectKey key, PersonId person, String text) {
            return key.seal(text.getBytes(StandardCharsets.UTF_8), context(person));
        }

        byte @Nullable [] seal(SubjectKey key, PersonId person, Optional<String> text) {
            return text.isEmpty() ? null : seal(key, person, text.get());
        }

        String open(SubjectKey key, PersonId person, byte[] sealed) throws SealBrokenException {
            return new String(key.open(sealed, context(person)), StandardCharsets.UTF_8);
        }

        private String context(PersonId person) {
            return "register_person." + column + "/" + person;
        }
    }

    private PersonSeal() {}

    static byte[] seal(SubjectKey key, EmbeddingSpace space, long number, byte[] vector) {
        return key.seal(vector, context(space, number));
    }

    /** @throws IllegalArgumentException if what was sealed is no vector of that space */
    static Embedding open(SubjectKey key, EmbeddingSpace space, long number, byte[] sealed) throws SealBrokenException {
        return Embedding.fromBytes(space, key.open(sealed, context(space, number)));
    }

    private static String context(EmbeddingSpace space, long number) {
        return "register_template.vector/" + space.id() + "/" + number;
    }
}
