package io.sosia.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused before anything is read. Nothing here needs a model. */
class EvaluateCommandTest {

    @TempDir
    private Path folder;

    private Path images;

    @BeforeEach
    void makeImages() throws IOException {
        images = folder.resolve("images");
        for (String image : List.of("ann/ann_0001.jpg", "ann/ann_0002.jpg", "bob/bob_0001.jpg")) {
            Files.createDirectories(images.resolve(image).getParent());
            Files.writeString(images.resolve(image), "no picture");
        }
    }

    private void assertRefused(String why, String... words) {
        CommandRun run = CommandRun.of(folder.resolve("home"), words);
        assertEquals(2, run.status(), run.err());
        assertEquals("", run.out());
        assertTrue(run.err().contains(why), run.err());
        assertTrue(run.err().contains("See 'sosia help evaluate"), run.err());
    }

    @Test
    void verifyNeedsPairsOfOneKindOrTheOther() {
        assertRefused("--pairs", "evaluate", "verify", "--images", images.toString());
        assertRefused(
                "--all-pairs", "evaluate", "verify", "--images", images.toString(), "--pairs", "p", "--all-pairs");
        assertRefused(
                "is not a file that can be read",
                "evaluate",
                "verify",
                "--images",
                images.toString(),
                "--pairs",
                folder.toString());
    }

    @Test
    void pairsInOneFoldAreNotEnough() throws IOException {
        Path pairs = Files.writeString(folder.resolve("pairs.txt"), "1\t1\nann\t1\t2\nann\t1\tbob\t1\n");
        assertRefused(
                "two folds or more", "evaluate", "verify", "--images", images.toString(), "--pairs", pairs.toString());
    }

    @Test
    void identifyNeedsSearchesOfBothKinds() {
        assertRefused("0 mated", "evaluate", "identify", "--images", images.toString(), "--portraits", "2");
        assertRefused(
                "are called as people of the images are",
                "evaluate",
                "identify",
                "--images",
                images.toString(),
                "--strangers",
                images.toString());
    }

    @Test
    void optionsOfMeasuringAreCheckedFirst() throws IOException {
        String[] command = {"evaluate", "identify", "--images", images.toString()};
        assertRefused("--replicates 99 is not in 100..100000", with(command, "--replicates", "99"));
        assertRefused(
                "is not a file that can be read",
                with(command, "--groups", folder.resolve("none").toString()));
        Path empty = Files.writeString(folder.resolve("group.txt"), "\n");
        assertRefused("names nobody", with(command, "--groups", empty.toString()));
        Path group = Files.writeString(folder.resolve("same.txt"), "ann\n");
        assertRefused(
                "two files called same", with(command, "--groups", group.toString(), "--groups", group.toString()));
        assertRefused("--report", with(command, "--report", group.toString()));
        assertRefused("--half", with(command, "--half", "better"));
        assertFalse(Files.exists(folder.resolve("home/reports")), "nothing was started");
    }

    private static String[] with(String[] command, String... more) {
        String[] all = java.util.Arrays.copyOf(command, command.length + more.length);
        System.arraycopy(more, 0, all, command.length, more.length);
        return all;
    }
}
