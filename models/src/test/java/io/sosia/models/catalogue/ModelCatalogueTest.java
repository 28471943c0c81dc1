package io.sosia.models.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JacksonException;

class ModelCatalogueTest {

    private final ModelCatalogue catalogue = ModelCatalogue.standard();

    /** Lengths and beginnings of hashes as their publishers and our own records state them. */
    @ParameterizedTest
    @CsvSource({
        "yunet-n, 322906, 104ee26c71d5",
        "yunet-s, 237823, daede24002cc",
        "mobilefacenet-ms1m, 3998070, b7120c095d60",
        "sface-2021dec, 38696353, 0ba9fbfa01b5",
        "omz-0095, 4452717, 3942990cc15c",
    })
    void cardsNameTheBytes(String id, long bytes, String beginning) {
        ModelCard card = catalogue.card(id);
        assertEquals(bytes, card.bytes());
        assertTrue(card.sha256().startsWith(beginning), card.sha256());
        assertEquals("Apache-2.0", card.licence());
        assertFalse(card.training().isBlank());
        for (PublishedFile file : card.publishedFiles()) {
            assertFalse(file.urls().isEmpty());
        }
    }

    /** SHA-384 begin as Intel's own list of the model's files states them. */
    @Test
    void aModelThatIsMadeNamesTheFilesThatItIsMadeFrom() {
        ModelCard card = catalogue.card("omz-0095");
        OpenVinoFiles files = card.openVino().orElseThrow();
        assertEquals(List.of(files.topology(), files.weights()), card.publishedFiles());
        assertTrue(files.topology().sha384().orElseThrow().startsWith("689fb39e94bb"));
        assertTrue(files.weights().sha384().orElseThrow().startsWith("6d51703e8545"));
        assertEquals(List.of(), card.urls());
        assertTrue(catalogue.card("yunet-n").openVino().isEmpty());
    }

    /** To a commit, or to a numbered release of models. */
    @Test
    void addressesArePinned() {
        for (ModelCard card : catalogue.cards()) {
            for (PublishedFile file : card.publishedFiles()) {
                for (URI url : file.urls()) {
                    assertTrue(
                            url.getPath().matches(".*/([0-9a-f]{40}|[0-9]{4}[.][0-9]+/models_bin/[0-9]+)/.*"),
                            url.toString());
                    assertEquals("https", url.getScheme());
                }
            }
        }
    }

    @Test
    void defaults() {
        assertEquals("yunet-n", catalogue.defaultFor(ModelTask.DETECTOR).id());
        assertEquals(
                "mobilefacenet-ms1m", catalogue.defaultFor(ModelTask.RECOGNISER).id());
        assertFalse(catalogue.card("sface-2021dec").verified());
    }

    @Test
    void anUnknownIdIsAnsweredWithThoseThereAre() {
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> catalogue.card("arcface"))
                .getMessage());
        assertTrue(message.contains("yunet-n"), message);
    }

    @Test
    void mistakesInTheFileAreFound() throws IOException {
        String json;
        try (InputStream in = Objects.requireNonNull(ModelCatalogue.class.getResourceAsStream("catalogue.json"))) {
            json = new String(in.readAllBytes(), UTF_8);
        }
        assertThrows(JacksonException.class, () -> read(json.replaceFirst("\"licence\"", "\"license\"")));
        assertThrows(JacksonException.class, () -> read(json.replaceFirst("\"sha256\": \"104", "\"sha256\": \"xyz")));
        assertThrows(IllegalArgumentException.class, () -> read(json.replaceFirst("\"version\": 1", "\"version\": 2")));
        assertThrows(IllegalArgumentException.class, () -> read(json.replace("\"yunet-s\"", "\"yunet-n\"")));
        assertThrows(
                IllegalArgumentException.class, () -> read(json.replace("\"standard\": true", "\"standard\": false")));
        assertThrows(JacksonException.class, () -> read(json.replace("\"689fb39e94bb", "\"xyz")));
        assertThrows(JacksonException.class, () -> read(json.replace("\"weights\": {", "\"bin\": {")));
        assertThrows(
                JacksonException.class,
                () -> read(json.replace("\"urls\": [],", "\"urls\": [\"https://example.org/a.onnx\"],")));
    }

    private static ModelCatalogue read(String json) {
        return ModelCatalogue.read(json.getBytes(UTF_8));
    }
}
