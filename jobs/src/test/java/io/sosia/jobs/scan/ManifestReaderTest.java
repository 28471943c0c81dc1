package io.sosia.jobs.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.jobs.scan.ScanInput.Rejected;
import io.sosia.jobs.scan.ScanInput.Video;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestReaderTest {

    @TempDir
    private Path folder;

    private List<ScanInput> read(String... lines) throws IOException {
        return ManifestReader.read(
                Files.writeString(folder.resolve("m.jsonl"), String.join("\n", lines), StandardCharsets.UTF_8));
    }

    @Test
    void readsEverythingThatIsKnown() throws IOException {
        Video video = assertInstanceOf(
                Video.class,
                read("{\"path\":\"7/3.mp4\",\"work\":\"drama-7\",\"episode\":\"3\",\"uploader\":\"acct-9\","
                                + "\"published\":\"2026-11-19T21:00:00+01:00\",\"territory\":\"CN\"}")
                        .getFirst());

        assertEquals(folder.resolve("7/3.mp4"), video.file());
        assertEquals("drama-7", video.upload().work());
        assertEquals(
                Optional.of(Instant.parse("2026-11-19T20:00:00Z")),
                video.upload().published());
        assertEquals(Optional.of("CN"), video.upload().territory());
    }

    @Test
    void pathAloneNamesWorkAndEpisode() throws IOException {
        Video video = assertInstanceOf(
                Video.class,
                read("\uFEFF{\"path\":\"drama-7/3.mp4\"}", "", "  ").getFirst());

        assertEquals("drama-7", video.upload().work());
        assertEquals("3.mp4", video.upload().episode());
        assertEquals(Optional.empty(), video.upload().uploader());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"path\":|is not JSON",
                "[1]|is not a JSON object",
                "{}|has no path",
                "{\"path\":3}|path is not a string",
                "{\"path\":\" \"}|path is blank",
                "{\"path\":\"a\",\"path\":\"b\"}|is not JSON",
                "{\"path\":\"a\"} {\"path\":\"b\"}|is not JSON",
                "{\"path\":\"a\",\"uploder\":\"x\"}|unknown field 'uploder'",
                "{\"path\":\"a\",\"published\":\"2026-13-01T00:00:00Z\"}|published: '2026-13-01T00:00:00Z'",
                "{\"path\":\"a\",\"published\":\"2026-11-19\"}|published",
                "{\"path\":\"a\",\"territory\":\"china\"}|territory: 'china'",
                "{\"path\":\"a\\u0000b\"}|control characters",
                "{\"path\":\"a\",\"work\":\"x\\ny\"}|work holds control characters"
            })
    void badLineIsNamedAndTheOthersCount(String line, String said) throws IOException {
        List<ScanInput> inputs = read("{\"path\":\"1.mp4\"}", line, "{\"path\":\"2.mp4\"}");

        assertEquals(3, inputs.size());
        Rejected rejected = assertInstanceOf(Rejected.class, inputs.get(1));
        assertEquals("MANIFEST_LINE", rejected.reason());
        assertTrue(rejected.shown().endsWith("m.jsonl:2"), rejected.shown());
        assertTrue(rejected.detail().startsWith("line 2: ") && rejected.detail().contains(said), rejected.detail());
        assertInstanceOf(Video.class, inputs.get(2));
    }

    @Test
    void sameUploadTwiceIsNamed() throws IOException {
        List<ScanInput> inputs = read(
                "{\"path\":\"1.mp4\",\"work\":\"a\"}",
                "{\"path\":\"1.mp4\",\"work\":\"b\"}",
                "{\"path\":\"x/../1.mp4\",\"work\":\"a\",\"uploader\":\"u\"}");

        assertInstanceOf(Video.class, inputs.get(1));
        assertTrue(assertInstanceOf(Rejected.class, inputs.get(2)).detail().contains("line 1"));
    }

    @Test
    void lineWithoutEndAndBytesThatAreNoTextAreNamed() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(new byte[] {'"', (byte) 0xFF, '"', '\n'});
        bytes.write("x".repeat(ManifestReader.LONGEST_LINE + 1).getBytes(StandardCharsets.UTF_8));
        bytes.write("\n{\"path\":\"1.mp4\"}".getBytes(StandardCharsets.UTF_8));
        List<ScanInput> inputs = ManifestReader.read(Files.write(folder.resolve("m.jsonl"), bytes.toByteArray()));

        assertTrue(assertInstanceOf(Rejected.class, inputs.get(0)).detail().contains("UTF-8"));
        assertTrue(
                assertInstanceOf(Rejected.class, inputs.get(1)).detail().contains("65537 bytes are more than 65536"));
        assertInstanceOf(Video.class, inputs.get(2));
    }
}
