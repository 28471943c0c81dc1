package io.sosia.indexer.match;

import io.sosia.indexer.registry.Consent;
import io.sosia.indexer.registry.EnrolledPhoto;
import io.sosia.indexer.registry.Licence;
import io.sosia.indexer.registry.LicenceTerms;
import io.sosia.indexer.registry.LookAlike;
import io.sosia.indexer.registry.Person;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.Register;
import io.sosia.indexer.registry.RegisterSize;
import io.sosia.indexer.registry.RegisteredPhoto;
import io.sosia.indexer.registry.Template;
import io.sosia.indexer.registry.Withdrawal;
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

/** A register that answers nothing; tests let it answer what they expect to be asked. */
abstract class AskedForNothing implements Register {

    @Override
    public long version() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Person enrol(PersonId id, String name, Consent consent, List<EnrolledPhoto> photos) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Person> withdraw(PersonId id, Withdrawal withdrawal) {
        throw new UnsupportedOperationException();
    }

    @Override
    public RegisterSize size() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Person> person(PersonId id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Person> people() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> photos(PersonId id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<RegisteredPhoto> portraits(PersonId id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<PersonId> notCompared(List<EmbeddingSpace> spaces) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean rememberCompared(PersonId person, List<EmbeddingSpace> spaces, long own, long others) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long lastTemplate() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Template> templatesAfter(EmbeddingSpace space, long after, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<FaceVectors> faces(PersonId person, EmbeddingSpace primary) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void rememberLookAlikes(PersonId person, List<LookAlike> alike) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<LookAlike> lookAlikes(PersonId person) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int removeSightings(PersonId id, Set<String> sha256) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean erase(PersonId id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Set<PersonId> searchable(LocalDate day) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Stream<Template> templates(EmbeddingSpace space) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Template> templates(Collection<PersonId> people) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<PersonId, Integer> photosIn(EmbeddingSpace space) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long templateCount(EmbeddingSpace space) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Licence addLicence(LicenceTerms terms) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Licence> revoke(String licence, Instant when) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Licence> licences() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Licence> licences(PersonId person) {
        throw new UnsupportedOperationException();
    }
}
