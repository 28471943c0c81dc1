package io.sosia.models.store;

import com.google.protobuf.InvalidProtocolBufferException;
import io.sosia.models.catalogue.ModelCard;
import io.sosia.models.catalogue.OpenVinoFiles;
import io.sosia.models.catalogue.PublishedFile;
import io.sosia.models.openvino.NetworkRefusedException;
import io.sosia.models.openvino.OpenVinoNetwork;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds a model's file by its bytes, whatever it is called, and fetches it from its pinned address where it is not at
 * hand. What {@link #load} gives has the card's length and SHA-256: it was checked as it was read. Thread-safe.
 *
 * <p>A model that is published in OpenVINO's form is made into ONNX once, from files that are found and checked in the
 * same way, and kept in the cache. What was made has a length and SHA-256 in the card too, and is made anew where the
 * cache's copy does not fit them.
 */
public final class ModelStore {

    /** Names folders to look in first, separated as on the class path. */
    public static final String FOLDERS_VARIABLE = "SOSIA_MODELS";

    private static final Logger LOG = LoggerFactory.getLogger(ModelStore.class);

    private final List<Path> folders;
    private final Path cache;
    private final ModelDownload download;

    /** A file that was found, and what was in it when it was checked. */
    private static final class Found {
        private final Path path;
        private final byte[] bytes;

        Found(Path path, byte[] bytes) {
            this.path = path;
            this.bytes = bytes;
        }
    }

    /**
     * A store that looks into folders, then into its cache, then fetches.
     *
     * @param folders looked into in this order; those that do not exist are passed over
     * @param cache where fetched files go, and models that are made; made when there is a first one
     * @param after looked into once folders and cache have failed
     * @param download how to fetch
     */
    ModelStore(List<Path> folders, Path cache, List<Path> after, ModelDownload download) {
        List<Path> all = new ArrayList<>(folders);
        all.add(cache);
        all.addAll(after);
        this.folders = List.copyOf(all);
        this.cache = cache;
        this.download = download;
    }

    /**
     * The store of a home: the folders that {@code SOSIA_MODELS} names, the home's cache, {@code ../shared/models}
     * where it exists, and the pinned addresses last.
     *
     * @param cache the home's folder for models
     * @param environment the process's environment variables
     * @param workingFolder what {@code ..} starts from
     * @param progress hears of downloads
     */
    public static ModelStore of(
            Path cache, Map<String, String> environment, Path workingFolder, FetchProgress progress) {
        List<Path> named = Stream.of(
                        environment.getOrDefault(FOLDERS_VARIABLE, "").split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .map(Path::of)
                .toList();
        Path shared = workingFolder.resolve("..", "shared", "models").normalize();
        return new ModelStore(named, cache, List.of(shared), new ModelDownload(progress));
    }

    /**
     * Where the model's file is on this machine.
     *
     * @return a file of the card's length and hash; for a model that has yet to be made, the first of the files that it
     *     is made from, if all of them are here; else empty
     * @throws ModelUnavailableException if the model keeps tensors in other files, which its hash does not cover
     */
    public Optional<Path> locate(ModelCard card) throws ModelUnavailableException {
        Optional<Path> ready = read(card).map(VerifiedModel::path);
        if (ready.isPresent() || card.openVino().isEmpty()) {
            return ready;
        }
        List<Path> parts = card.publishedFiles().stream()
                .flatMap(file -> find(file).stream())
                .map(found -> found.path)
                .toList();
        return parts.size() == card.publishedFiles().size() ? Optional.of(parts.getFirst()) : Optional.empty();
    }

    /**
     * The model's bytes, from a folder or else from its pinned address; made first where it has to be.
     *
     * @throws ModelUnavailableException if neither has it, with what to do about it; if the model keeps tensors in other
     *     files, which its hash does not cover; or if it has to be made and cannot be, or cannot be kept
     */
    public VerifiedModel load(ModelCard card) throws ModelUnavailableException {
        Optional<VerifiedModel> found = read(card);
        return found.isPresent() ? found.get() : obtain(card);
    }

    /**
     * Fetches the model's file into the cache, whether or not another folder has it. Of a model that is made, fetches
     * what is not in any folder, and makes it.
     *
     * @return the model's file
     * @throws ModelUnavailableException if no pinned address gives the bytes, or as {@link #load} does
     */
    public Path fetch(ModelCard card) throws ModelUnavailableException {
        if (card.openVino().isPresent()) {
            return obtain(card).path();
        }
        return fetch(card, card.publishedFiles()).values().iterator().next();
    }

    private VerifiedModel obtain(ModelCard card) throws ModelUnavailableException {
        Optional<OpenVinoFiles> parts = card.openVino();
        if (parts.isEmpty()) {
            fetch(card, card.publishedFiles());
            return read(card).orElseThrow(() -> gone(card));
        }
        List<PublishedFile> missing = card.publishedFiles().stream()
                .filter(file -> find(file).isEmpty())
                .toList();
        fetch(card, missing);
        return make(
                card,
                content(card, parts.get().topology()),
                content(card, parts.get().weights()));
    }

    private byte[] content(ModelCard card, PublishedFile file) throws ModelUnavailableException {
        return find(file).orElseThrow(() -> gone(card)).bytes;
    }

    private ModelUnavailableException gone(ModelCard card) {
        return new ModelUnavailableException(
                card, "was fetched into " + cache + " but is not there any more: try again");
    }

    private VerifiedModel make(ModelCard card, byte[] topology, byte[] weights) throws ModelUnavailableException {
        byte[] onnx;
        try {
            onnx = OpenVinoNetwork.toOnnx(topology, weights);
        } catch (NetworkRefusedException e) {
            throw new ModelUnavailableException(card, "cannot be made from its files: " + e.getMessage());
        }
        String hash = FileHashes.sha256(onnx);
        if (onnx.length != card.bytes() || !hash.equals(card.sha256())) {
            throw new ModelUnavailableException(
                    card,
                    String.format(
                            Locale.ROOT,
                            "what was made from its files has %,d bytes and SHA-256 %s, not %,d and %s: the catalogue and"
                                    + " this build do not belong together",
                            onnx.length,
                            hash,
                            card.bytes(),
                            card.sha256()));
        }
        refuseExternalData(card, onnx);
        Path whole = cache.resolve(card.id() + "-" + card.sha256().substring(0, 12) + ".onnx");
        try {
            keep(onnx, whole);
        } catch (IOException e) {
            throw new ModelUnavailableException(
                    card, "was made from its files but cannot be kept as " + whole + ": " + reason(e));
        }
        LOG.info("{} was made from the files it is published in and is kept as {}", card.id(), whole);
        return new VerifiedModel(card, whole, onnx);
    }

    /** Whoever looks sees either nothing or all of it; of several who write at once, the last stays, with the same bytes. */
    private static void keep(byte[] bytes, Path whole) throws IOException {
        Path folder = Files.createDirectories(whole.toAbsolutePath().getParent());
        Path part = Files.createTempFile(folder, whole.getFileName() + ".", ".part");
        try {
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                ByteBuffer rest = ByteBuffer.wrap(bytes);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true);
            }
            Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Fetches all of these or, having tried each, says which could not be had. */
    private Map<PublishedFile, Path> fetch(ModelCard card, List<PublishedFile> files) throws ModelUnavailableException {
        Map<PublishedFile, Path> fetched = new LinkedHashMap<>();
        StringBuilder lacking = new StringBuilder();
        for (PublishedFile file : files) {
            List<String> failures = new ArrayList<>();
            Optional<Path> path = fetch(card, file, failures);
            if (path.isPresent()) {
                fetched.put(file, path.get());
            } else {
                lacking.append(String.format(
                        Locale.ROOT, """

                          tried   %s
                          file    %s, %,d bytes
                          SHA-256 %s""", String.join("; ", failures), file.name(), file.bytes(), file.sha256()));
                file.sha384().ifPresent(hash -> lacking.append("\n  SHA-384 ").append(hash));
            }
        }
        if (fetched.size() < files.size()) {
            throw new ModelUnavailableException(
                    card,
                    String.format(
                            Locale.ROOT,
                            """
                            is not on this machine and could not be fetched.%s
                              Put %s, under any name, into %s or into a folder that %s names; looked into: %s""",
                            lacking.toString(),
                            files.size() - fetched.size() == 1 ? "the file" : "the files",
                            cache,
                            FOLDERS_VARIABLE,
                            folders.stream().map(Path::toString).collect(Collectors.joining(", "))));
        }
        return fetched;
    }

    /** @param failures receives what was tried in vain */
    private Optional<Path> fetch(ModelCard card, PublishedFile file, List<String> failures)
            throws ModelUnavailableException {
        for (URI address : file.urls()) {
            try {
                return Optional.of(download.fetch(card, file, address, cache));
            } catch (IOException e) {
                failures.add(address + ": " + reason(e));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ModelUnavailableException(
                        card, "the download was interrupted; the same command goes on with it");
            }
        }
        return Optional.empty();
    }

    private Optional<VerifiedModel> read(ModelCard card) throws ModelUnavailableException {
        PublishedFile onnx = new PublishedFile(card.file(), card.bytes(), card.sha256(), Optional.empty(), List.of());
        Optional<Found> found = find(onnx);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        refuseExternalData(card, found.get().bytes);
        return Optional.of(new VerifiedModel(card, found.get().path, found.get().bytes));
    }

    private Optional<Found> find(PublishedFile wanted) {
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) {
                continue;
            }
            for (Path file : candidates(wanted, folder)) {
                Optional<byte[]> bytes = bytesIfMatching(wanted, file);
                if (bytes.isPresent()) {
                    return Optional.of(new Found(file, bytes.get()));
                }
            }
        }
        return Optional.empty();
    }

    /** Regular files of the right length that lie in the folder itself; a link that leads out of it is passed over. */
    private static List<Path> candidates(PublishedFile wanted, Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            Path home = folder.toRealPath();
            List<Path> fitting = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                if (!Files.isRegularFile(file) || Files.size(file) != wanted.bytes()) {
                    continue;
                }
                if (file.toRealPath().startsWith(home)) {
                    fitting.add(file);
                } else {
                    LOG.warn("{} is a link out of its folder and is not used as a model", file);
                }
            }
            return fitting;
        } catch (IOException e) {
            LOG.warn("the folder {} cannot be read and is not looked into for models: {}", folder, reason(e));
            return List.of();
        }
    }

    /** A file that cannot be read is passed over, since another folder may hold the same bytes. */
    private static Optional<byte[]> bytesIfMatching(PublishedFile wanted, Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            return FileHashes.fits(wanted, bytes) ? Optional.of(bytes) : Optional.empty();
        } catch (IOException e) {
            LOG.warn("{} cannot be read and is not used as a model: {}", file, reason(e));
            return Optional.empty();
        }
    }

    private static void refuseExternalData(ModelCard card, byte[] bytes) throws ModelUnavailableException {
        try {
            Optional<String> tensor = ExternalData.find(bytes);
            if (tensor.isPresent()) {
                throw new ModelUnavailableException(
                        card,
                        "tensor " + tensor.get() + " lies in another file, which the hash does not cover: refused");
            }
        } catch (InvalidProtocolBufferException e) {
            throw new ModelUnavailableException(card, "is not an ONNX file: " + e.getMessage());
        }
    }

    static String reason(IOException e) {
        String message = e.getMessage();
        return e.getClass().getSimpleName() + (message == null ? "" : " (" + message + ")");
    }
}
