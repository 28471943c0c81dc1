package io.sosia.jobs.demo;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.detector.pipeline.FaceModels;
import io.sosia.detector.pipeline.PhotoReader;
import io.sosia.indexer.match.Fusion;
import io.sosia.indexer.match.PersonTemplates;
import io.sosia.jobs.config.ScanSettings;
import io.sosia.jobs.scan.SharedData;
import io.sosia.models.catalogue.ModelCatalogue;
import io.sosia.models.catalogue.ModelTask;
import io.sosia.models.store.FetchProgress;
import io.sosia.models.store.ModelStore;
import io.sosia.models.vector.FaceVectors;
import io.sosia.testdata.people.Cast;
import io.sosia.testdata.people.Portraitist;
import io.sosia.testdata.people.Shot;
import io.sosia.testdata.people.SyntheticPerson;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The synthetic cast is told apart by the default models as real people are: below 0.40 to each other, above 0.60 to
 * themselves; by both recognisers together, which the cast was not chosen for, below 0.45. On shots that had no part in
 * choosing the cast.
 */
class CastIT {

    private static final int SIZE = 512;
    private static final int SHOTS = 3;
    private static final long UNUSED_SEED = 930_000;

    @TempDir
    Path folder;

    @Test
    void castIsFarFromEachOtherAndNearToItself() throws Exception {
        ModelCatalogue catalogue = ModelCatalogue.standard();
        Path models = SharedData.models(SharedData.folder());
        ModelStore store = ModelStore.of(
                folder, Map.of(ModelStore.FOLDERS_VARIABLE, models.toString()), folder, FetchProgress.NONE);
        List<SyntheticPerson> people = Cast.standard().people();
        assertTrue(people.size() >= 12, people.size() + " people");
        try (FaceModels faces = FaceModels.open(
                        store.load(catalogue.defaultFor(ModelTask.DETECTOR)),
                        store.load(catalogue.defaultFor(ModelTask.RECOGNISER)),
                        List.of(store.load(
                                catalogue.card(ScanSettings.defaults().strongRecogniser()))));
                PhotoReader reader = faces.newPhotoReader()) {
            Fusion fusion = Fusion.of(faces.spaces().getFirst(), faces.spaces().getLast());
            List<FaceVectors> templates = new ArrayList<>();
            for (SyntheticPerson person : people) {
                templates.add(templates(reader, Portraitist.draw(person, Shot.frontal(), SIZE), Color.GRAY));
            }
            for (int i = 0; i < people.size(); i++) {
                SplittableRandom random = new SplittableRandom(UNUSED_SEED + i);
                Portraitist portraitist = new Portraitist(people.get(i));
                for (int shot = 0; shot < SHOTS; shot++) {
                    FaceVectors probe = templates(
                            reader, portraitist.draw(Shot.random(random), SIZE), new Color(random.nextInt(1 << 24)));
                    for (int j = 0; j < templates.size(); j++) {
                        double cosine = probe.primary()
                                .cosine(templates.get(j).primary())
                                .value();
                        double joint = fusion.compare(
                                        probe,
                                        PersonTemplates.of(templates.get(j).embeddings()))
                                .orElseThrow()
                                .score()
                                .value();
                        String pair = people.get(i).name() + ", shot " + shot + ", to "
                                + people.get(j).name() + ": " + cosine + ", by both " + joint;
                        assertTrue(i == j ? cosine > 0.60 : cosine < 0.40, pair);
                        assertTrue(i == j ? joint > 0.60 : joint < 0.45, pair);
                    }
                }
            }
        }
    }

    private FaceVectors templates(PhotoReader reader, BufferedImage head, Color background) throws IOException {
        BufferedImage photo = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = photo.createGraphics();
        graphics.setColor(background);
        graphics.fillRect(0, 0, SIZE, SIZE);
        graphics.drawImage(head, 0, 0, null);
        graphics.dispose();
        Path file = folder.resolve("photo.png");
        ImageIO.write(photo, "png", file.toFile());
        return assertInstanceOf(PhotoReader.Accepted.class, reader.subject(file))
                .templates();
    }
}
