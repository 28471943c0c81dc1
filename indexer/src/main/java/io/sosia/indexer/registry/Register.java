package io.sosia.indexer.registry;

import io.sosia.models.vector.EmbeddingSpace;
import io.sosia.models.vector.FaceVectors;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The truth about who is registered. Every change is one transaction that also raises {@link #version}; after it
 * returns, the change survives a crash. Thread-safe.
 */
public interface Register {

    /** Rises with every change; a search index remembers the version that it was derived from. */
    long version();

    /**
     * Registers a person, or adds photos to one who is registered: then name and consent are replaced. A photo that
     * the person already has is not added again; templates in spaces that it lacks, and what it shows, are added to it.
     * A consent that was withdrawn is replaced too, so that whoever calls makes sure that the new one is new.
     *
     * @param photos may be empty only where the person is registered already
     * @return the person as registered now
     * @throws IllegalArgumentException if the person is new and {@code photos} is empty, or the register is shared over a
     *     network ({@link RegisterDatabase#isShared}) and the consent does not extend to that
     */
    Person enrol(PersonId id, String name, Consent consent, List<EnrolledPhoto> photos);

    /**
     * Takes a consent back: from the next search on nobody looks for the person, in running scans too. Name, photos and
     * templates stay until the person is erased. A second withdrawal changes nothing.
     *
     * @return the person as registered now; empty if there is none
     */
    Optional<Person> withdraw(PersonId id, Withdrawal withdrawal);

    /** How many people are registered, whatever their consent. */
    RegisterSize size();

    /** The person, if registered. */
    Optional<Person> person(PersonId id);

    /** Everybody, by id. */
    List<Person> people();

    /** SHA-256 of the person's portraits, in the order they were added. */
    List<String> photos(PersonId id);

    /** The person's portraits, in the order they were added. */
    List<RegisteredPhoto> portraits(PersonId id);

    /**
     * Remembers that two people look alike; of a pair that is known the higher similarity stays.
     *
     * @param alike others than {@code person}; whoever is not registered is left out
     * @throws IllegalArgumentException if {@code alike} names {@code person}
     */
    void rememberLookAlikes(PersonId person, List<LookAlike> alike);

    /**
     * Whoever has not been compared with all others by the templates that they have in these spaces, by id: an earlier
     * version registered them, or they have got a template since.
     */
    List<PersonId> notCompared(List<EmbeddingSpace> spaces);

    /**
     * Remembers that a person has been compared with all others, unless a template has been registered since that took
     * no part: then it would never be compared with anything. No change of who is registered, so that the version stays.
     *
     * @param own number up to which the person's templates took part
     * @param others number up to which everybody else's did
     * @return whether it is remembered; false, too, of whoever is not registered
     */
    boolean rememberCompared(PersonId person, List<EmbeddingSpace> spaces, long own, long others);

    /** The highest number that a template ever got; 0 before the first. Whatever is registered later gets a higher one. */
    long lastTemplate();

    /** Who is known to look like a person, the most alike first, whatever the consent. */
    List<LookAlike> lookAlikes(PersonId person);

    /**
     * Removes faces that were confirmed of a person and are no more; portraits stay.
     *
     * @param sha256 as they were registered by; what the person has not is passed over
     * @return how many there were
     */
    int removeSightings(PersonId id, Set<String> sha256);

    /**
     * Removes a person with photos, templates and licences, and destroys their key: what copies of the database still hold of
     * them opens no more.
     *
     * @return whether there was such a person
     */
    boolean erase(PersonId id);

    /** The people whose consent holds on that day and was not withdrawn. */
    Set<PersonId> searchable(LocalDate day);

    /**
     * Each person's portraits in a space, whatever the consent: those that have no template there were registered before
     * that space was in use, and can be added again.
     *
     * @return how many portraits have a template there; people without any are left out
     */
    Map<PersonId, Integer> photosIn(EmbeddingSpace space);

    /**
     * The templates of some people in every space, by number, whatever the consent. Who is not registered is left out.
     *
     * @param people at most 900
     */
    List<Template> templates(Collection<PersonId> people);

    /**
     * What each of a person's photos says of their face, in the order they were added, whatever the consent.
     *
     * @param primary the space that comes first; photos without a template there are left out
     */
    List<FaceVectors> faces(PersonId person, EmbeddingSpace primary);

    /** Every template in a space, by number, whatever the consent. The caller closes the stream. */
    Stream<Template> templates(EmbeddingSpace space);

    /**
     * The next templates of a space, by number, whatever the consent.
     *
     * @param after only those with a larger number; 0 starts at the beginning
     * @param limit at most so many, 1 or more
     */
    List<Template> templatesAfter(EmbeddingSpace space, long after, int limit);

    /** How many templates can be read in a space: those of people whose key was destroyed are not counted. */
    long templateCount(EmbeddingSpace space);

    /**
     * Registers a licence and gives it the next id.
     *
     * @throws IllegalArgumentException if the person is not registered
     */
    Licence addLicence(LicenceTerms terms);

    /** Every licence, by id. */
    List<Licence> licences();

    /** A person's licences, by id. */
    List<Licence> licences(PersonId person);

    /**
     * Takes a licence back.
     *
     * @return the licence as it is now, or empty if there is none of that id; a second revocation changes nothing
     */
    Optional<Licence> revoke(String licence, Instant when);
}
