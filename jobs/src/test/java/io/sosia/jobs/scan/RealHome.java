package io.sosia.jobs.scan;

import io.sosia.detector.inference.ModelRefusedException;
import io.sosia.detector.pipeline.FaceModels;
import io.sosia.detector.pipeline.PhotoReader;
import io.sosia.detector.pipeline.PhotoReader.Accepted;
import io.sosia.indexer.registry.Consent;
import io.sosia.indexer.registry.EnrolledPhoto;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.Register;
import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.indexer.registry.SqlRegister;
import io.sosia.indexer.registry.SqlSubjectKeys;
import io.sosia.indexer.seal.KeyUnavailableException;
import io.sosia.indexer.seal.MasterKey;
import io.sosia.indexer.sighting.ArchiveUnavailableException;
import io.sosia.indexer.sighting.SealedSightings;
import io.sosia.jobs.config.Home;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.jobs.config.ScanSettings;
import io.sosia.jobs.config.Settings;
import io.sosia.jobs.config.SightingSettings;
import io.sosia.models.catalogue.ModelCard;
import io.sosia.models.catalogue.ModelCatalogue;
import io.sosia.models.catalogue.ModelTask;
import io.sosia.models.store.FetchProgress;
import io.sosia.models.store.ModelStore;
import io.sosia.models.store.ModelUnavailableException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A home with the real models and a register of a few people. */
final class RealHome implements AutoCloseable {

    /** Between the strangers and the mates of these few videos; not a measured operating point. */
    private static final double THRESHOLD = 0.3;

    final Home home;
    final RegisterDatabase database;
    final FaceModels models;
    private final ModelCard detector;
    private final ModelCard recogniser;
    private final Clock clock;
    private Optional<SealedSightings> sightings = Optional.empty();

    RealHome(Path root, Path modelFolder, Path workingFolder, Clock clock)
            throws NotReadyException, ModelUnavailableException, ModelRefusedException {
        this.home = Home.prepare(root);
        this.clock = clock;
        ModelCatalogue catalogue = ModelCatalogue.standard();
        this.detector = catalogue.defaultFor(ModelTask.DETECTOR);
        this.recogniser = catalogue.defaultFor(ModelTask.RECOGNISER);
        ModelStore store = ModelStore.of(
                home.models(),
                Map.of(ModelStore.FOLDERS_VARIABLE, modelFolder.toString()),
                workingFolder,
                new Silent());
        ModelCard strong = catalogue.card(ScanSettings.defaults().strongRecogniser());
        this.models = FaceModels.open(store.load(detector), store.load(recogniser), List.of(store.load(strong)));
        this.database = RegisterDatabase.open(home.database());
    }

    void enrol(String person, Path photo) {
        enrol(Map.of(person, List.of(photo)));
        if (register().person(new PersonId(person)).isEmpty()) {
            throw new IllegalStateException(photo + " was refused");
        }
    }

    SqlRegister register() {
        return database.register(keys(), clock);
    }

    /** Each by those of their photos that are accepted. */
    void enrol(Map<String, List<Path>> people) {
        Register register = register();
        try (PhotoReader reader = models.newPhotoReader()) {
            people.forEach((person, photos) -> {
                List<EnrolledPhoto> accepted = new ArrayList<>();
                for (Path photo : photos) {
                    if (reader.enrol(photo) instanceof Accepted face) {
                        accepted.add(
                                new EnrolledPhoto(face.sha256(), face.quality().overall(), face.templates()));
                    }
                }
                if (!accepted.isEmpty()) {
                    register.enrol(
                            new PersonId(person),
                            person,
                            new Consent("C-1", LocalDate.of(2026, 1, 1), Optional.empty()),
                            accepted);
                }
            });
        }
    }

    ScanService service() throws NotReadyException {
        ScanSettings settings = Settings.parse("""
                {"scan": {"workers": 2, "attempts": 3, "attemptDelay": "PT0.001S", "extensions": ["mp4"],
                    "detector": "%s", "recogniser": "%s", "threshold": %s}}""".formatted(detector.id(), recogniser.id(), THRESHOLD))
                .scan();
        return StandardScans.open(
                home, database, keys(), settings, models, detector, recogniser, Optional.of(keeper()), clock);
    }

    private SightingKeeper keeper() {
        return new SightingKeeper(sightings(), new SightingSettings(Duration.ofDays(30), "small"), clock);
    }

    private MasterKey masterKey() {
        try {
            boolean sealed = SealedSightings.exists(home.sightings()) || database.sealed();
            return MasterKey.find(home.masterKey(), Map.of(), !sealed);
        } catch (KeyUnavailableException e) {
            throw new IllegalStateException(e);
        }
    }

    SqlSubjectKeys keys() {
        try {
            return database.subjectKeys(masterKey());
        } catch (KeyUnavailableException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Closed with this. */
    SealedSightings sightings() {
        if (sightings.isEmpty()) {
            try {
                sightings = Optional.of(SealedSightings.open(home.sightings(), masterKey()));
            } catch (ArchiveUnavailableException e) {
                throw new IllegalStateException(e);
            }
        }
        return sightings.get();
    }

    ScanService service(ScanSettings settings) throws NotReadyException {
        return StandardScans.open(home, database, keys(), settings, models, detector, recogniser, clock);
    }

    @Override
    public void close() {
        sightings.ifPresent(SealedSightings::close);
        database.close();
        models.close();
    }

    private static final class Silent implements FetchProgress {
        @Override
        public void arrived(ModelCard card, long done, long total) {}
    }
}
