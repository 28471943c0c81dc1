package io.sosia.jobs.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.jobs.evaluate.PairsFile.LabelledPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelsTest {

    @TempDir
    private Path folder;

    @Test
    void readsPairsAsLabeledFacesInTheWildWritesThem() throws IOException, LabelsException {
        Path file = folder.resolve("pairs.txt");
        Files.writeString(file, "2\t1\nAnn_B\t1\t3\nAnn_B\t1\tCid\t12\nCid\t2\t1\nCid\t2\tAnn_B\t4\n");
        Path images = Path.of("lfw");
        assertEquals(
                List.of(
                        new LabelledPair(
                                0, true, Path.of("lfw/Ann_B/Ann_B_0001.jpg"), Path.of("lfw/Ann_B/Ann_B_0003.jpg")),
                        new LabelledPair(
                                0, false, Path.of("lfw/Ann_B/Ann_B_0001.jpg"), Path.of("lfw/Cid/Cid_0012.jpg")),
                        new LabelledPair(1, true, Path.of("lfw/Cid/Cid_0002.jpg"), Path.of("lfw/Cid/Cid_0001.jpg")),
                        new LabelledPair(
                                1, false, Path.of("lfw/Cid/Cid_0002.jpg"), Path.of("lfw/Ann_B/Ann_B_0004.jpg"))),
                PairsFile.read(file, images));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10",
                "x\t1\n",
                "1\t1\nAnn\t1\t2\n",
                "1\t1\nAnn\t1\n",
                "1\t1\nAnn\t1\t2\nAnn\t1\tCid\tthree\n",
                "1\t1\nAnn\t0\t2\nAnn\t1\tCid\t3\n"
            })
    void namesTheLineThatIsWrong(String text) throws IOException {
        Path file = folder.resolve("pairs.txt");
        Files.writeString(file, text);
        LabelsException problem = assertThrows(LabelsException.class, () -> PairsFile.read(file, folder));
        assertTrue(problem.toString().contains("pairs.txt, line "), problem.toString());
    }

    @Test
    void listsPicturesByPersonAndName() throws IOException, LabelsException {
        Path ann = Files.createDirectories(folder.resolve("ann"));
        Files.createDirectories(folder.resolve("nobody"));
        for (String name : List.of("b.JPG", "a.png", ".hidden.jpg", "notes.txt")) {
            Files.createFile(ann.resolve(name));
        }
        Files.createFile(folder.resolve("stray.jpg"));
        LabelledImages labelled = LabelledImages.read(folder);
        assertEquals(List.of("ann"), List.copyOf(labelled.images().keySet()));
        assertEquals(
                List.of(ann.resolve("a.png"), ann.resolve("b.JPG")),
                labelled.images().get("ann"));
    }

    @Test
    void aFolderWithoutPeopleIsRefused() {
        assertThrows(LabelsException.class, () -> LabelledImages.read(folder.resolve("missing")));
        assertThrows(LabelsException.class, () -> LabelledImages.read(folder));
    }
}
