package io.sosia.jobs.cli;

import io.sosia.indexer.registry.Person;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.Register;
import io.sosia.indexer.registry.RegisterSize;
import io.sosia.indexer.registry.Template;
import io.sosia.indexer.registry.Withdrawal;
import io.sosia.models.vector.EmbeddingSpace;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How people are shown, with what they lack: somebody who was registered before a recogniser was in use has no template
 * of it, and photos are not kept. Immutable; counts are those of the moment it was made.
 */
final class RegisteredPeople {

    /** Of so few people the templates are read; of more, everybody's are counted. */
    private static final int FEW = 100;

    private final Map<String, Map<PersonId, Integer>> photosByModel = new LinkedHashMap<>();
    private final LocalDate today;

    private RegisteredPeople(LocalDate today) {
        this.today = today;
    }

    /**
     * Counts templates.
     *
     * @param spaces in use
     * @param people who will be shown; of others nothing is known
     */
    static RegisteredPeople of(Register register, List<EmbeddingSpace> spaces, List<Person> people, LocalDate today) {
        RegisteredPeople registered = new RegisteredPeople(today);
        if (people.size() > FEW) {
            spaces.forEach(space -> registered.photosByModel.put(space.model(), register.photosIn(space)));
            return registered;
        }
        spaces.forEach(space -> registered.photosByModel.put(space.model(), new HashMap<>()));
        for (Template template :
                register.templates(people.stream().map(Person::id).toList())) {
            EmbeddingSpace space = template.embedding().space();
            if (spaces.contains(space)) {
                registered
                        .photosByModel
                        .getOrDefault(space.model(), Map.of())
                        .merge(template.person(), 1, Integer::sum);
            }
        }
        return registered;
    }

    /** Where the register cannot be asked for what people lack. */
    static RegisteredPeople uncounted(LocalDate today) {
        return new RegisteredPeople(today);
    }

    /** How a person is shown. */
    Shape<Person> shape() {
        return Shape.<Person>of("person")
                .field("id", "ID", p -> p.id().value())
                .field("name", "NAME", Person::name)
                .field("photos", "PHOTOS", Person::photos)
                .field("searchable", "SEARCHABLE", p -> p.consent().holdsOn(today))
                .field("consent", "CONSENT", p -> p.consent().reference())
                .field("consent_granted", "GRANTED", p -> p.consent().granted())
                .field("consent_until", "UNTIL", p -> p.consent().until())
                .field("consent_withdrawn", p -> p.consent().withdrawn().map(Withdrawal::at))
                .field("templates", this::templates)
                .field("lacks", "LACKS", this::lacks, p -> String.join(" ", lacks(p)))
                .field("registered", Person::registered);
    }

    /** For each recogniser in use, by its model's id, how many of the person's photos it has a template of. */
    private Map<String, Integer> templates(Person person) {
        Map<String, Integer> templates = new LinkedHashMap<>();
        photosByModel.forEach((model, photos) -> templates.put(model, photos.getOrDefault(person.id(), 0)));
        return templates;
    }

    /** The recognisers in use that lack a template of one of the person's photos. */
    private List<String> lacks(Person person) {
        List<String> lacks = new ArrayList<>();
        templates(person).forEach((model, photos) -> {
            if (photos < person.photos()) {
                lacks.add(model);
            }
        });
        return lacks;
    }

    private static final Shape<RegisterSize> SIZE = Shape.<RegisterSize>of("register_size")
            .field("people", "REGISTERED", RegisterSize::people)
            .field("level", "FILING", RegisterSize::level)
            .field("filing_at", "FILING AT", size -> RegisterSize.FILING);

    /** Says how near the register is to the number of people from which on it has to be filed; nothing while it is far. */
    static void tellSize(Invocation invocation, Register register) {
        RegisterSize size = register.size();
        size.warning().ifPresent(warning -> {
            invocation.results().list(SIZE, List.of(size));
            invocation.console().say("sosia: " + warning);
        });
    }

    /** One line where somebody lacks something: what it means, and what to do. */
    Optional<String> advice(List<Person> people) {
        long lacking =
                people.stream().filter(person -> !lacks(person).isEmpty()).count();
        return lacking == 0
                ? Optional.empty()
                : Optional.of("sosia: " + lacking + (lacking == 1 ? " person lacks" : " people lack")
                        + " templates of a recogniser in use, and what it knows does not count for them; photos are not"
                        + " kept, so 'sosia person add' (or import) with the same photos fills them in");
    }
}
