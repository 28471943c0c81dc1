package io.sosia.indexer.match;

import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.Register;
import io.sosia.indexer.registry.Template;
import io.sosia.models.vector.Cosine;
import io.sosia.models.vector.FaceVectors;
import java.util.List;
import java.util.Optional;

/**
 * Compares a track with one person who was named beforehand, and with nobody else (1:1). Both recognisers take part
 * whatever the quick one says: nobody has to be ruled out to save time, and the thresholds of claims were measured so.
 * Thread-safe.
 */
public final class NamedPersonSearch implements PeopleSearch {

    private final Register register;
    private final Fusion fusion;
    private final PersonId person;

    /** Brings them together; the register stays the caller's to close. */
    public NamedPersonSearch(Register register, Fusion fusion, PersonId person) {
        this.register = register;
        this.fusion = fusion;
        this.person = person;
    }

    /** The named person, however unlike; ruled out only where there is no template to compare. */
    @Override
    public Ranking search(Probe probe, Cosine least) {
        FaceVectors face = fusion.strong()
                .flatMap(space -> probe.strong())
                .map(strong -> FaceVectors.of(probe.quick(), strong))
                .orElseGet(() -> FaceVectors.of(probe.quick()));
        PersonTemplates templates = PersonTemplates.of(register.templates(List.of(person)).stream()
                .map(Template::embedding)
                .toList());
        return fusion.compare(face, templates)
                .<Ranking>map(likeness -> new Ranking.Suspects(List.of(new RankedPerson(person, likeness))))
                .orElseGet(() -> new Ranking.RuledOut(Optional.empty()));
    }
}
