package io.sosia.jobs.takedown;

import io.sosia.indexer.registry.PersonId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What somebody asks for.
 *
 * @param requester who
 * @param photos of whom it is about; of equal ones the first is kept
 * @param mandate of an agent
 * @param person whom it is about, where they are registered
 * @param named where the requester has seen themselves
 * @param territory ISO 3166 code of whose deadlines hold; empty where none was named
 */
public record CaseRequest(
        Requester requester,
        List<CasePhoto> photos,
        Optional<CaseDocument> mandate,
        Optional<PersonId> person,
        List<NamedPlace> named,
        String territory) {

    /** Copies the lists. */
    public CaseRequest {
        Map<String, CasePhoto> distinct = new LinkedHashMap<>();
        photos.forEach(photo -> distinct.putIfAbsent(photo.sha256(), photo));
        photos = List.copyOf(distinct.values());
        named = named.stream().distinct().toList();
    }

    /** What it lacks, in the order in which it is asked for. */
    public List<Missing> missing() {
        return missing(requester, mandate.isPresent(), !photos.isEmpty() || person.isPresent());
    }

    static List<Missing> missing(Requester requester, boolean mandate, boolean face) {
        List<Missing> missing = new ArrayList<>();
        if (requester.name().isEmpty()) {
            missing.add(Missing.REQUESTER);
        }
        if (requester.contact().isEmpty()) {
            missing.add(Missing.CONTACT);
        }
        if (requester.identityChecked().isEmpty() || requester.checkedBy().isEmpty()) {
            missing.add(Missing.IDENTITY_CHECK);
        }
        boolean needsMandate = switch (requester.role()) {
            case PERSON, GUARDIAN -> false;
            case AGENT -> true;
        };
        if (needsMandate && !mandate) {
            missing.add(Missing.MANDATE);
        }
        if (!face) {
            missing.add(Missing.FACE);
        }
        return missing;
    }
}
