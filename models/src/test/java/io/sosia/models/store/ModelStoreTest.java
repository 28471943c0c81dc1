package io.sosia.models.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnx.proto.OnnxMl;
import com.sun.net.httpserver.HttpServer;
import io.sosia.models.catalogue.InputCard;
import io.sosia.models.catalogue.ModelCard;
import io.sosia.models.catalogue.ModelTask;
import io.sosia.models.catalogue.TensorCard;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelStoreTest {

    /** A real, if useless, ONNX file: a graph with one initializer of some thousand bytes. */
    private static final byte[] MODEL = model(OnnxMl.TensorProto.newBuilder()
            .setName("weights")
            .setRawData(com.google.protobuf.ByteString.copyFrom(new byte[20_000])));

    @TempDir
    Path folder;

    private HttpServer server;
    private final List<String> ranges = new ArrayList<>();
    private byte[] served = MODEL;
    private int brokenOffAt = Integer.MAX_VALUE;
    private boolean honoursRanges = true;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/model", exchange -> {
            String range = exchange.getRequestHeaders().getFirst("Range");
            ranges.add(range == null ? "" : range);
            int from = range == null || !honoursRanges ? 0 : Integer.parseInt(range.replaceAll("[^0-9]", ""));
            byte[] rest = Arrays.copyOfRange(served, from, served.length);
            exchange.sendResponseHeaders(from > 0 ? 206 : 200, rest.length);
            exchange.getResponseBody().write(rest, 0, Math.min(rest.length, brokenOffAt));
            exchange.getResponseBody().flush();
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void findsAFileByItsBytesWhateverItsName() throws Exception {
        Path named = Files.createDirectories(folder.resolve("named"));
        Files.write(named.resolve("a-decoy-of-the-same-length.onnx"), new byte[MODEL.length]);
        Files.write(named.resolve("holiday.jpg"), MODEL);
        VerifiedModel model = store(named).load(card(MODEL));
        assertArrayEquals(MODEL, model.bytes());
        assertEquals(named.resolve("holiday.jpg"), model.path());
        assertTrue(ranges.isEmpty(), "nothing needed fetching");
    }

    @Test
    void passesOverAFileThatCannotBeRead() throws Exception {
        Path first = Files.createDirectories(folder.resolve("first"));
        Path second = Files.createDirectories(folder.resolve("second"));
        Path unreadable = Files.write(first.resolve("m.onnx"), MODEL);
        Files.write(second.resolve("m.onnx"), MODEL);
        assumeTrue(unreadable.toFile().setReadable(false), "permissions cannot be taken away here");
        assumeFalse(Files.isReadable(unreadable), "this account reads everything");
        assertEquals(
                second.resolve("m.onnx"), store(first, second).load(card(MODEL)).path());
    }

    @Test
    void looksIntoNamedFoldersThenTheCacheThenShared() throws Exception {
        Path named = Files.createDirectories(folder.resolve("named"));
        Path cache = Files.createDirectories(folder.resolve("cache"));
        Path shared = Files.createDirectories(folder.resolve("shared").resolve("models"));
        Path work = Files.createDirectories(folder.resolve("work"));
        ModelStore store = ModelStore.of(cache, Map.of("SOSIA_MODELS", named.toString()), work, FetchProgress.NONE);
        Files.write(shared.resolve("m"), MODEL);
        assertEquals(Optional.of(shared.resolve("m")), store.locate(card(MODEL)));
        Files.write(cache.resolve("m"), MODEL);
        assertEquals(Optional.of(cache.resolve("m")), store.locate(card(MODEL)));
        Files.write(named.resolve("m"), MODEL);
        assertEquals(Optional.of(named.resolve("m")), store.locate(card(MODEL)));
    }

    @Test
    void aChangedByteIsNotTheModel() throws Exception {
        Path named = Files.createDirectories(folder.resolve("named"));
        byte[] changed = MODEL.clone();
        changed[changed.length / 2] ^= 1;
        Files.write(named.resolve("model.onnx"), changed);
        assertEquals(Optional.empty(), store(named).locate(card(MODEL)));
    }

    @Test
    void aLinkOutOfTheFolderIsNotFollowed() throws Exception {
        Path named = Files.createDirectories(folder.resolve("named"));
        Path elsewhere = Files.write(folder.resolve("elsewhere.onnx"), MODEL);
        Files.createSymbolicLink(named.resolve("model.onnx"), elsewhere);
        assertEquals(Optional.empty(), store(named).locate(card(MODEL)));
    }

    @Test
    void fetchesWithProgress() throws Exception {
        List<Long> heard = new ArrayList<>();
        Path cache = folder.resolve("cache");
        ModelStore store =
                new ModelStore(List.of(), cache, List.of(), new ModelDownload((card, done, total) -> heard.add(done)));
        assertArrayEquals(MODEL, store.load(card(MODEL)).bytes());
        assertEquals(MODEL.length, heard.getLast());
        assertEquals(List.of("model-a-" + FileHashes.sha256(MODEL).substring(0, 12) + ".onnx"), names(cache));
        store.load(card(MODEL));
        assertEquals(1, ranges.size(), "the second time it is at hand");
    }

    @Test
    void goesOnWhereADownloadBrokeOff() throws Exception {
        brokenOffAt = 7_000;
        ModelStore store = store();
        assertThrows(ModelUnavailableException.class, () -> store.load(card(MODEL)));
        brokenOffAt = Integer.MAX_VALUE;
        assertArrayEquals(MODEL, store.load(card(MODEL)).bytes());
        assertEquals("bytes=7000-", ranges.getLast());
    }

    @Test
    void aServerWithoutRangesIsAskedForAllOfIt() throws Exception {
        brokenOffAt = 7_000;
        ModelStore store = store();
        assertThrows(ModelUnavailableException.class, () -> store.load(card(MODEL)));
        brokenOffAt = Integer.MAX_VALUE;
        honoursRanges = false;
        assertArrayEquals(MODEL, store.load(card(MODEL)).bytes());
    }

    @Test
    void wrongBytesAreThrownAway() throws IOException {
        served = MODEL.clone();
        served[100] ^= 1;
        String message = String.valueOf(assertThrows(ModelUnavailableException.class, () -> store().load(card(MODEL)))
                .getMessage());
        assertTrue(message.contains("thrown away"), message);
        assertEquals(List.of(), names(folder.resolve("cache")));
    }

    @Test
    void moreBytesThanAnnouncedAreNotKept() {
        served = Arrays.copyOf(MODEL, MODEL.length + 1);
        assertThrows(ModelUnavailableException.class, () -> store().load(card(MODEL)));
    }

    @Test
    void withoutNetworkTheMessageSaysWhatToDo() {
        server.stop(0);
        ModelCard card = card(MODEL);
        String message = String.valueOf(assertThrows(ModelUnavailableException.class, () -> store().load(card))
                .getMessage());
        assertTrue(message.contains(card.urls().getFirst().toString()), message);
        assertTrue(message.contains(card.sha256()), message);
        assertTrue(message.contains(folder.resolve("cache").toString()), message);
        assertTrue(message.contains("SOSIA_MODELS"), message);
    }

    @Test
    void tensorsInOtherFilesAreRefused() throws Exception {
        byte[] outside = model(OnnxMl.TensorProto.newBuilder()
                .setName("weights")
                .setDataLocation(OnnxMl.TensorProto.DataLocation.EXTERNAL)
                .addExternalData(OnnxMl.StringStringEntryProto.newBuilder()
                        .setKey("location")
                        .setValue("../../secrets.bin")));
        Path named = Files.createDirectories(folder.resolve("named"));
        Files.write(named.resolve("model.onnx"), outside);
        String message = String.valueOf(
                assertThrows(ModelUnavailableException.class, () -> store(named).load(card(outside)))
                        .getMessage());
        assertTrue(message.contains("weights"), message);
    }

    @Test
    void whatIsNotAModelIsRefused() throws Exception {
        byte[] text = "not a model at all".getBytes(UTF_8);
        Path named = Files.createDirectories(folder.resolve("named"));
        Files.write(named.resolve("model.onnx"), text);
        assertThrows(ModelUnavailableException.class, () -> store(named).load(card(text)));
    }

    @Test
    void aDamagedFileInTheCacheIsFetchedAgain() throws Exception {
        ModelStore store = store();
        Path cached = store.load(card(MODEL)).path();
        Files.write(cached, new byte[MODEL.length]);
        assertArrayEquals(MODEL, store.load(card(MODEL)).bytes());
        assertFalse(ranges.isEmpty());
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }

    private ModelStore store(Path... named) {
        return new ModelStore(
                List.of(named), folder.resolve("cache"), List.of(), new ModelDownload(FetchProgress.NONE));
    }

    private ModelCard card(byte[] model) {
        URI address = URI.create("http://localhost:" + server.getAddress().getPort() + "/model/" + "0".repeat(40));
        return new ModelCard(
                "model-a",
                ModelTask.DETECTOR,
                true,
                "a.onnx",
                model.length,
                FileHashes.sha256(model),
                "Apache-2.0",
                "nothing",
                address,
                List.of(address),
                Optional.empty(),
                new InputCard(
                        new TensorCard("input", List.of(1, 3, 8, 8)),
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

    private static byte[] model(OnnxMl.TensorProto.Builder tensor) {
        return OnnxMl.ModelProto.newBuilder()
                .setIrVersion(7)
                .setGraph(OnnxMl.GraphProto.newBuilder().setName("g").addInitializer(tensor))
                .build()
                .toByteArray();
    }
}
