package io.sosia.models.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.sosia.models.catalogue.InputCard;
import io.sosia.models.catalogue.ModelCard;
import io.sosia.models.catalogue.ModelTask;
import io.sosia.models.catalogue.OpenVinoFiles;
import io.sosia.models.catalogue.PublishedFile;
import io.sosia.models.catalogue.TensorCard;
import io.sosia.models.openvino.OpenVinoNetwork;
import io.sosia.models.openvino.TinyNetwork;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model that is published as two files of OpenVINO's and made into an ONNX file here. */
class MadeModelTest {

    private static final byte[] TOPOLOGY = TinyNetwork.ofEveryLayer().topology();
    private static final byte[] WEIGHTS = TinyNetwork.ofEveryLayer().weights();

    @TempDir
    Path folder;

    private HttpServer server;
    private byte[] onnx = {};
    private final List<String> asked = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        onnx = OpenVinoNetwork.toOnnx(TOPOLOGY, WEIGHTS);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().getPath());
            byte[] served = exchange.getRequestURI().getPath().endsWith(".xml") ? TOPOLOGY : WEIGHTS;
            exchange.sendResponseHeaders(200, served.length);
            exchange.getResponseBody().write(served);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void isMadeOnceFromFilesOfAnyName() throws Exception {
        Path named = Files.createDirectories(folder.resolve("named"));
        Path topology = Files.write(named.resolve("b"), TOPOLOGY);
        Path weights = Files.write(named.resolve("a.txt"), WEIGHTS);
        ModelStore store = store(named);
        assertEquals(Optional.of(topology), store.locate(card()));
        assertEquals(List.of(), names());

        VerifiedModel model = store.load(card());
        assertArrayEquals(onnx, model.bytes());
        assertEquals(folder.resolve("cache").resolve(made()), model.path());
        assertEquals(List.of(made()), names());
        assertTrue(asked.isEmpty(), "nothing needed fetching");

        Files.delete(topology);
        Files.delete(weights);
        assertArrayEquals(onnx, store.load(card()).bytes());
        assertEquals(Optional.of(model.path()), store.locate(card()));
    }

    @Test
    void theFilesMayLieInDifferentFolders() throws Exception {
        Path named = Files.createDirectories(folder.resolve("named"));
        Path shared = Files.createDirectories(folder.resolve("shared").resolve("models"));
        Path work = Files.createDirectories(folder.resolve("work"));
        Files.write(named.resolve("w"), WEIGHTS);
        Files.write(shared.resolve("t"), TOPOLOGY);
        ModelStore store = ModelStore.of(
                folder.resolve("cache"), Map.of("SOSIA_MODELS", named.toString()), work, FetchProgress.NONE);
        assertArrayEquals(onnx, store.load(card()).bytes());
    }

    @Test
    void whatIsMissingIsFetched() throws Exception {
        Path named = Files.createDirectories(folder.resolve("named"));
        Files.write(named.resolve("w"), WEIGHTS);
        ModelStore store = store(named);
        assertEquals(Optional.empty(), store.locate(card()));
        assertArrayEquals(onnx, store.load(card()).bytes());
        assertEquals(List.of("/model.xml"), asked);
        assertEquals(2, names().size());
    }

    @Test
    void fetchingMakesItToo() throws Exception {
        Path file = store().fetch(card());
        assertArrayEquals(onnx, Files.readAllBytes(file));
        assertEquals(List.of("/model.xml", "/model.bin"), asked);
        assertEquals(3, names().size());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 500})
    void aDamagedCopyIsMadeAnew(int at) throws Exception {
        Path named = Files.createDirectories(folder.resolve("named"));
        Files.write(named.resolve("t"), TOPOLOGY);
        Files.write(named.resolve("w"), WEIGHTS);
        ModelStore store = store(named);
        Path file = store.load(card()).path();
        byte[] damaged = onnx.clone();
        damaged[at] ^= 4;
        Files.write(file, damaged);
        assertArrayEquals(onnx, store.load(card()).bytes());
        assertArrayEquals(onnx, Files.readAllBytes(file));
        Files.write(file, new byte[0]);
        assertArrayEquals(onnx, store.load(card()).bytes());
        assertEquals(List.of(made()), names());
    }

    @Test
    void aChangedByteIsNotTheFile() throws Exception {
        server.stop(0);
        Path named = Files.createDirectories(folder.resolve("named"));
        Files.write(named.resolve("t"), TOPOLOGY);
        byte[] changed = WEIGHTS.clone();
        changed[7] ^= 1;
        Files.write(named.resolve("w"), changed);
        ModelStore store = store(named);
        assertEquals(Optional.empty(), store.locate(card()));
        String message = refusal(store, card());
        assertFalse(message.contains("model.xml"), message);
        assertTrue(message.contains("model.bin"), message);
    }

    /** The publisher's hash counts, even where ours fits. */
    @Test
    void everyHashThatIsStatedMustFit() throws Exception {
        server.stop(0);
        Path named = Files.createDirectories(folder.resolve("named"));
        Files.write(named.resolve("t"), TOPOLOGY);
        Files.write(named.resolve("w"), WEIGHTS);
        ModelCard other = card("0".repeat(96), FileHashes.sha256(onnx));
        assertEquals(Optional.empty(), store(named).locate(other));
        assertTrue(refusal(store(named), other).contains("0".repeat(96)));
    }

    @Test
    void withoutNetworkOneMessageSaysWhatToDo() throws IOException {
        server.stop(0);
        ModelCard card = card();
        String message = refusal(store(), card);
        for (PublishedFile file : card.publishedFiles()) {
            assertTrue(message.contains(file.name()), message);
            assertTrue(message.contains(file.sha256()), message);
            assertTrue(message.contains(file.sha384().orElseThrow()), message);
            assertTrue(message.contains(file.urls().getFirst().toString()), message);
        }
        assertTrue(message.contains(folder.resolve("cache").toString()), message);
        assertTrue(message.contains("SOSIA_MODELS"), message);
    }

    @Test
    void whatIsMadeMustBeWhatTheCardSays() throws Exception {
        ModelCard other = card(FileHashes.sha384(TOPOLOGY), "1".repeat(64));
        String message = refusal(store(), other);
        assertTrue(message.contains(FileHashes.sha256(onnx)), message);
        assertTrue(message.contains("1".repeat(64)), message);
        assertEquals(2, names().size(), "nothing was kept but what was fetched");
    }

    @Test
    void aCacheThatCannotBeWrittenIsSaid() throws Exception {
        Path named = Files.createDirectories(folder.resolve("named"));
        Files.write(named.resolve("t"), TOPOLOGY);
        Files.write(named.resolve("w"), WEIGHTS);
        Files.createFile(folder.resolve("cache"));
        String message = refusal(store(named), card());
        assertTrue(message.contains("cannot be kept"), message);
        assertTrue(message.contains(folder.resolve("cache").toString()), message);
    }

    @Test
    void severalMayMakeItAtOnce() throws Exception {
        Path named = Files.createDirectories(folder.resolve("named"));
        Files.write(named.resolve("t"), TOPOLOGY);
        Files.write(named.resolve("w"), WEIGHTS);
        Callable<byte[]> work = () -> store(named).load(card()).bytes();
        try (ExecutorService workers = Executors.newFixedThreadPool(8)) {
            for (Future<byte[]> made : workers.invokeAll(Collections.nCopies(16, work))) {
                assertArrayEquals(onnx, made.get());
            }
        }
        assertEquals(List.of(made()), names());
    }

    private String refusal(ModelStore store, ModelCard card) {
        return String.valueOf(assertThrows(ModelUnavailableException.class, () -> store.load(card))
                .getMessage());
    }

    private String made() {
        return "model-a-" + FileHashes.sha256(onnx).substring(0, 12) + ".onnx";
    }

    private List<String> names() throws IOException {
        Path cache = folder.resolve("cache");
        if (!Files.exists(cache)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(cache)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }

    private ModelStore store(Path... named) {
        return new ModelStore(
                List.of(named), folder.resolve("cache"), List.of(), new ModelDownload(FetchProgress.NONE));
    }

    private ModelCard card() {
        return card(FileHashes.sha384(TOPOLOGY), FileHashes.sha256(onnx));
    }

    private ModelCard card(String topologySha384, String sha256) {
        URI address = URI.create("http://localhost:" + server.getAddress().getPort() + "/");
        PublishedFile topology = new PublishedFile(
                "model.xml",
                TOPOLOGY.length,
                FileHashes.sha256(TOPOLOGY),
                Optional.of(topologySha384),
                List.of(address.resolve("model.xml")));
        PublishedFile weights = new PublishedFile(
                "model.bin",
                WEIGHTS.length,
                FileHashes.sha256(WEIGHTS),
                Optional.of(FileHashes.sha384(WEIGHTS)),
                List.of(address.resolve("model.bin")));
        return new ModelCard(
                "model-a",
                ModelTask.DETECTOR,
                true,
                "model.onnx",
                onnx.length,
                sha256,
                "Apache-2.0",
                "nothing",
                address,
                List.of(),
                Optional.of(new OpenVinoFiles(topology, weights)),
                new InputCard(
                        new TensorCard("picture", List.of(-1, 2, 6, 6)),
                        "NCHW",
                        "RGB",
                        1,
                        List.of(0.0, 0.0, 0.0),
                        List.of(1.0, 1.0, 1.0),
                        1),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                true);
    }
}
