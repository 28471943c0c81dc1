package io.sosia.jobs.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.jobs.evaluate.PairsFile.LabelledPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
                                0,
                                "Ann_B",
                                Path.of("lfw/Ann_B/Ann_B_0001.jpg"),
                                "Ann_B",
                                Path.of("lfw/Ann_B/Ann_B_0003.jpg")),
                        new LabelledPair(
                                0,
                                "Ann_B",
                                Path.of("lfw/Ann_B/Ann_B_0001.jpg"),
                                "Cid",
                                Path.of("lfw/Cid/Cid_0012.jpg")),
                        new LabelledPair(
                                1, "Cid", Path.of("lfw/Cid/Cid_0002.jpg"), "Cid", Path.of("lfw/Cid/Cid_0001.jpg")),
                        new LabelledPair(
                                1,
                                "Cid",
                                Path.of("lfw/Cid/Cid_0002.jpg"),
                                "Ann_B",
                                Path.of("lfw/Ann_B/Ann_B_0004.jpg"))),
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
                "1\t1\nAnn\t0\t2\nAnn\t1\tCid\t3\n",
                "1\t1\nAnn\t1\t2\nAnn\t1\tAnn\t3\n"
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
    void aGroupIsCalledAsItsFile() throws IOException, LabelsException {
        Path file = folder.resolve("east.asian.txt");
        Files.writeString(file, "Ann_B\n\n  Cid \nAnn_B");
        assertEquals(new PeopleGroup("east.asian", Set.of("Ann_B", "Cid")), PeopleGroup.read(file));
        Files.writeString(file, "\n \n");
        assertThrows(LabelsException.class, () -> PeopleGroup.read(file));
        Files.write(file, new byte[] {'A', (byte) 0xff, '\n'});
        assertThrows(LabelsException.class, () -> PeopleGroup.read(file));
    }

    @Test
    void countsPairs() {
        LabelledImages labelled = new LabelledImages(new TreeMap<>(Map.of(
                "a", List.of(Path.of("1"), Path.of("2"), Path.of("3")), "b", List.of(Path.of("4"), Path.of("5")))));
        assertEquals(5, labelled.count());
        assertEquals(10, labelled.pairs());
        assertEquals(4, labelled.pairsOfOnePerson());
        assertEquals(1, labelled.of("b"::equals).pairs());
    }

    @Test
    void halvesHangOnNamesAlone() {
        // printf a | sha256sum begins with ca, printf b with 3e, printf c with 2e, printf d with 18.
        assertEquals(PeopleHalf.TUNING, PeopleHalf.of("a"));
        assertEquals(PeopleHalf.TUNING, PeopleHalf.of("b"));
        // printf e begins with 3f.
        assertEquals(PeopleHalf.REPORTING, PeopleHalf.of("e"));
    }

    @Test
    void aDigestIsThatOfSha256sumsOutput() throws IOException {
        Path person = Files.createDirectories(folder.resolve("p"));
        Files.writeString(person.resolve("b"), "x");
        Files.writeString(person.resolve("a"), "y");
        // (sha256sum p/a p/b; echo '-  p/c') | sha256sum, in the folder.
        assertEquals(
                "b4fea445e3510911f017071896f2bd1d9f1179703fcf8d62b04bc7a480a230da",
                FilesDigest.of(folder, List.of(person.resolve("c"), person.resolve("b"), person.resolve("a"))));
    }

    @Test
    void aFolderWithoutPeopleIsRefused() {
        assertThrows(LabelsException.class, () -> LabelledImages.read(folder.resolve("missing")));
        assertThrows(LabelsException.class, () -> LabelledImages.read(folder));
    }
}
