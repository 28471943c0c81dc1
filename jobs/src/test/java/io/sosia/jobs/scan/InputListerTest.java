package io.sosia.jobs.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.jobs.scan.ScanInput.Rejected;
import io.sosia.jobs.scan.ScanInput.Video;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class InputListerTest {

    private final InputLister lister = new InputLister(List.of("mp4", "mkv"));

    @TempDir
    private Path folder;

    private Path work;

    @BeforeEach
    void work() throws IOException {
        work = Files.createDirectories(folder.resolve("drama-7"));
    }

    @Test
    void takesVideosByNameAndByContent() throws IOException {
        Files.writeString(work.resolve("b.MP4"), "");
        Files.writeString(work.resolve("note.txt"), "a note");
        Files.write(work.resolve("a.jpg"), new byte[] {0, 0, 0, 32, 'f', 't', 'y', 'p', 'i', 's', 'o', 'm'});
        Files.write(work.resolve("c.heic"), new byte[] {0, 0, 0, 32, 'f', 't', 'y', 'p', 'h', 'e', 'i', 'c'});
        Files.createDirectories(work.resolve("more"));
        Files.writeString(work.resolve("more/d.mkv"), "");

        InputLister.Listing listing = lister.list(List.of(work));

        assertEquals(
                List.of("a.jpg", "b.MP4", "d.mkv"),
                listing.inputs().stream()
                        .map(input ->
                                assertInstanceOf(Video.class, input).upload().episode())
                        .toList());
        assertEquals(2, listing.passedOver());
        assertEquals(
                "more",
                assertInstanceOf(Video.class, listing.inputs().getLast())
                        .upload()
                        .work());
    }

    @Test
    void linksLeadNowhereElse() throws IOException {
        Path elsewhere = Files.writeString(folder.resolve("secret.mp4"), "");
        Files.writeString(work.resolve("a.mp4"), "");
        Files.createSymbolicLink(work.resolve("b.mp4"), elsewhere);
        Files.createSymbolicLink(work.resolve("c.mp4"), work.resolve("a.mp4"));
        Files.createSymbolicLink(work.resolve("d.mp4"), work.resolve("none"));
        Files.createSymbolicLink(work.resolve("round"), work);

        List<ScanInput> inputs = lister.list(List.of(work)).inputs();

        assertEquals(4, inputs.size());
        assertInstanceOf(Video.class, inputs.get(0));
        assertTrue(assertInstanceOf(Rejected.class, inputs.get(1)).detail().contains("leads out"));
        assertInstanceOf(Video.class, inputs.get(2));
        assertTrue(assertInstanceOf(Rejected.class, inputs.get(3)).detail().contains("link to nothing"));
    }

    @Test
    void folderGivenAsALinkIsWalkedUnderItsGivenName() throws IOException {
        Files.writeString(work.resolve("a.mp4"), "");
        Path link = Files.createSymbolicLink(folder.resolve("new-drama"), work);

        Video video = assertInstanceOf(
                Video.class, lister.list(List.of(link)).inputs().getFirst());

        assertEquals(link.resolve("a.mp4").toString(), video.shown());
        assertEquals("new-drama", video.upload().work());
    }

    /** Only by moving can a path become longer than what Linux reads by its name. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void whatCannotBeVisitedIsSaidInWords() throws IOException {
        Path deep = work;
        Path other = folder;
        for (int i = 0; i < 10; i++) {
            deep = deep.resolve("d".repeat(250));
            other = other.resolve("o".repeat(250));
        }
        Files.createDirectories(deep);
        Files.writeString(Files.createDirectories(other).resolve("a.mp4"), "");
        Path top = folder.resolve("o".repeat(250));
        Path moved = deep.resolve("moved");
        Files.move(top, moved);
        try {
            Rejected rejected = assertInstanceOf(
                    Rejected.class, lister.list(List.of(work)).inputs().getFirst());
            assertTrue(rejected.detail().startsWith("cannot be read: "), rejected.detail());
            assertFalse(rejected.detail().contains("Exception"), rejected.detail());
        } finally {
            Files.move(moved, top);
        }
    }

    @Test
    void whatDoesNotExistIsNoVideo() {
        Rejected missing = assertInstanceOf(
                Rejected.class,
                lister.list(List.of(folder.resolve("none.mp4"))).inputs().getFirst());
        assertEquals("UNREADABLE", missing.reason());
        assertEquals("there is no such file or folder", missing.detail());
    }

    @Test
    void fileNamedTwiceIsListedOnceAndEmptyFolderIsSaid() throws IOException {
        Path file = Files.writeString(work.resolve("a.mp4"), "");
        Path empty = Files.createDirectories(folder.resolve("empty"));

        List<ScanInput> inputs = lister.list(List.of(file, work, empty)).inputs();

        assertEquals(2, inputs.size());
        assertEquals(
                "NOTHING_FOUND", assertInstanceOf(Rejected.class, inputs.get(1)).reason());
    }
}
