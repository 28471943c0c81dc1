package io.sosia.jobs.takedown.search;

import io.sosia.detector.pipeline.FaceModels;
import io.sosia.detector.pipeline.PhotoReader;
import io.sosia.detector.pipeline.PhotoReader.Accepted;
import io.sosia.indexer.match.Fusion;
import io.sosia.indexer.match.PersonTemplates;
import io.sosia.jobs.config.ScanSettings;
import io.sosia.jobs.evaluate.PeopleHalf;
import io.sosia.jobs.scan.SharedData;
import io.sosia.jobs.takedown.search.Characters.Item;
import io.sosia.models.catalogue.ModelCard;
import io.sosia.models.catalogue.ModelCatalogue;
import io.sosia.models.catalogue.ModelTask;
import io.sosia.models.store.FetchProgress;
import io.sosia.models.store.ModelStore;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;
import io.sosia.models.vector.FaceVectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * How often {@link Characters} takes a person for two, and a look-alike for the person: of {@code lfw-dev}'s people with four
 * photos two are the portraits and two stand for tracks of a work, beside everybody else's photo that is alike enough to be a
 * candidate. On both halves of the people. Takes some five minutes on two cores, asserts nothing about the figures, and appends
 * them to the file that the property {@code sosia.figures} names:
 *
 * <pre>{@code mvn -pl jobs -am test -Dtest=CharacterFiguresIT -Dsosia.figures=/tmp/figures.txt
 *     -Dsurefire.failIfNoSpecifiedTests=false}</pre>
 */
@EnabledIfSystemProperty(named = "sosia.figures", matches = ".+")
class CharacterFiguresIT {

    private static final int PORTRAITS = 2;
    private static final int PHOTOS = 4;

    /** What {@code scan.claimRate} comes to by the population {@code mixed}. */
    private static final double LEAST = 0.4375;

    @TempDir
    private Path folder;

    @Test
    void onBothHalves() throws Exception {
        Path data = SharedData.folder();
        ModelCatalogue catalogue = ModelCatalogue.standard();
        ModelStore store = ModelStore.of(
                folder.resolve("models"),
                Map.of(ModelStore.FOLDERS_VARIABLE, SharedData.models(data).toString()),
                folder,
                new FetchProgress() {
                    @Override
                    public void arrived(ModelCard card, long done, long total) {}
                });
        try (FaceModels models = FaceModels.open(
                store.load(catalogue.defaultFor(ModelTask.DETECTOR)),
                store.load(catalogue.defaultFor(ModelTask.RECOGNISER)),
                List.of(store.load(catalogue.card(ScanSettings.defaults().strongRecogniser()))))) {
            List<EmbeddingSpace> spaces = models.spaces();
            Fusion fusion = Fusion.of(spaces.getFirst(), spaces.get(1));
            Map<String, List<FaceVectors>> people = people(data.resolve("faces/lfw-dev/images"), models);
            for (PeopleHalf half : PeopleHalf.values()) {
                for (double alike : new double[] {0.39, 0.42, 0.45, 0.48, 0.51}) {
                    tell(half, alike, people, fusion);
                }
            }
        }
    }

    private static void tell(PeopleHalf half, double alike, Map<String, List<FaceVectors>> people, Fusion fusion) {
        int persons = 0;
        int split = 0;
        int lookAlikes = 0;
        int joined = 0;
        for (Map.Entry<String, List<FaceVectors>> own : people.entrySet()) {
            List<FaceVectors> photos = own.getValue();
            if (photos.size() < PHOTOS || PeopleHalf.of(own.getKey()) != half) {
                continue;
            }
            List<Embedding> portraits = photos.subList(0, PORTRAITS).stream()
                    .flatMap(face -> face.embeddings().stream())
                    .toList();
            PersonTemplates person = PersonTemplates.of(portraits);
            List<FaceVectors> mates = alike(photos.subList(PORTRAITS, photos.size()), person, fusion);
            if (mates.isEmpty()) {
                continue;
            }
            List<FaceVectors> all = new ArrayList<>(mates);
            people.forEach((other, faces) -> {
                if (!other.equals(own.getKey())) {
                    all.addAll(alike(faces, person, fusion));
                }
            });
            if (mates.size() > 1) {
                persons++;
                split += groups(mates, fusion, alike).size() > 1 ? 1 : 0;
            }
            lookAlikes += all.size() - mates.size();
            for (List<Integer> group : groups(all, fusion, alike)) {
                if (group.getFirst() < mates.size()) {
                    joined += (int)
                            group.stream().filter(face -> face >= mates.size()).count();
                }
            }
        }
        say(String.format(
                Locale.ROOT,
                "%s half, from %.2f on: %d of %d people split, %d of %d look-alikes joined",
                half,
                alike,
                split,
                persons,
                joined,
                lookAlikes));
    }

    private static List<List<Integer>> groups(List<FaceVectors> faces, Fusion fusion, double alike) {
        return Characters.group(
                IntStream.range(0, faces.size())
                        .mapToObj(face -> new Item(faces.get(face), OptionalLong.empty()))
                        .toList(),
                fusion,
                alike);
    }

    private static List<FaceVectors> alike(List<FaceVectors> faces, PersonTemplates person, Fusion fusion) {
        return faces.stream()
                .filter(face -> fusion.compare(face, person)
                        .filter(likeness -> likeness.score().value() >= LEAST)
                        .isPresent())
                .toList();
    }

    private static Map<String, List<FaceVectors>> people(Path images, FaceModels models) throws IOException {
        Map<String, List<FaceVectors>> people = new TreeMap<>();
        try (PhotoReader reader = models.newPhotoReader();
                Stream<Path> folders = Files.list(images)) {
            for (Path own : folders.sorted().toList()) {
                List<FaceVectors> faces = new ArrayList<>();
                try (Stream<Path> files = Files.list(own)) {
                    for (Path photo : files.sorted().toList()) {
                        if (reader.subject(photo) instanceof Accepted face) {
                            faces.add(face.templates());
                        }
                    }
                }
                people.put(String.valueOf(own.getFileName()), faces);
            }
        }
        return people;
    }

    private static void say(String line) {
        try {
            Files.writeString(
                    Path.of(System.getProperty("sosia.figures", "")),
                    line + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
