package io.sosia.detector.pipeline;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.detector.inference.TestModels;
import io.sosia.detector.pipeline.PhotoReader.Accepted;
import io.sosia.models.vector.Embedding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A sample of the labelled pairs: enough to notice a broken stage, which costs whole percents, in a few seconds. */
class LfwSampleIT {

    private static final int EVERY = 90;

    /** Near the middle of the thresholds that the ten folds choose for themselves, .26 to .30. */
    private static final double THRESHOLD = 0.28;

    @Test
    void pairsAreToldApart() throws Exception {
        Path folder = TestModels.data("faces/lfw-dev");
        List<String> lines = Files.readAllLines(folder.resolve("pairs.txt"));
        Map<Path, Embedding> known = new HashMap<>();
        int pairs = 0;
        int right = 0;
        try (FaceModels models = FaceModels.open(TestModels.model("yunet-n"), TestModels.model("mobilefacenet-ms1m"));
                PhotoReader reader = models.newPhotoReader()) {
            for (int i = 1; i < lines.size(); i += EVERY) {
                String[] words = lines.get(i).split("\t", -1);
                boolean same = words.length == 3;
                Path first = photo(folder, words[0], words[1]);
                Path second = same ? photo(folder, words[0], words[2]) : photo(folder, words[2], words[3]);
                for (Path photo : List.of(first, second)) {
                    if (!known.containsKey(photo)) {
                        Accepted accepted = assertInstanceOf(Accepted.class, reader.subject(photo));
                        known.put(photo, accepted.template());
                    }
                }
                Embedding one = known.get(first);
                Embedding other = known.get(second);
                if (one != null && other != null) {
                    pairs++;
                    right += (one.cosine(other).value() >= THRESHOLD) == same ? 1 : 0;
                }
            }
        }
        assertTrue(pairs >= 60, pairs + " pairs");
        assertTrue(right >= 0.95 * pairs, right + " of " + pairs + " pairs are told apart");
    }

    private static Path photo(Path folder, String person, String number) {
        String file = String.format(Locale.ROOT, "%s_%04d.jpg", person, Integer.parseInt(number));
        return folder.resolve("images").resolve(person).resolve(file);
    }
}
