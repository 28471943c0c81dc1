package io.sosia.models.store;

import com.google.protobuf.InvalidProtocolBufferException;
import io.sosia.models.catalogue.ModelCard;
import io.sosia.models.digest.Sha256;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
 */
public final class ModelStore {

    /** Names folders to look in first, separated as on the class path. */
    public static final String FOLDERS_VARIABLE = "SOSIA_MODELS";

    private static final Logger LOG = LoggerFactory.getLogger(ModelStore.class);

    private final List<Path> folders;
    private final Path cache;
    private final ModelDownload download;

    /**
     * A store that looks into folders, then into its cache, then fetches.
     *
     * @param folders looked into in this order; those that do not exist are passed over
     * @param cache where fetched files go; made when the first is fetched
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
     * @return a file of the card's length and hash; empty if there is none in any folder
     * @throws ModelUnavailableException if the model keeps tensors in other files, which its hash does not cover
     */
    public Optional<Path> locate(ModelCard card) throws ModelUnavailableException {
        return read(card).map(VerifiedModel::path);
    }

    /**
     * The model's bytes, from a folder or else from its pinned address.
     *
     * @throws ModelUnavailableException if neither has it, with what to do about it; or if the model keeps tensors in
     *     other files, which its hash does not cover
     */
    public VerifiedModel load(ModelCard card) throws ModelUnavailableException {
        Optional<VerifiedModel> found = read(card);
        if (found.isPresent()) {
            return found.get();
        }
        fetch(card);
        return read(card)
                .orElseThrow(() -> new ModelUnavailableException(
                        card, "was fetched into " + cache + " but is not there any more: try again"));
    }

    /**
     * Fetches the model's file into the cache, whether or not another folder has it.
     *
     * @return the file
     * @throws ModelUnavailableException if no pinned address gives the bytes
     */
    public Path fetch(ModelCard card) throws ModelUnavailableException {
        List<String> failures = new ArrayList<>();
        for (URI address : card.urls()) {
            try {
                return download.fetch(card, address, cache);
            } catch (IOException e) {
                failures.add(address + ": " + reason(e));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ModelUnavailableException(
                        card, "the download was interrupted; the same command goes on with it");
            }
        }
        String message = String.format(
                Locale.ROOT,
                """
                is not on this machine and could not be fetched.
                  tried   %s
                  file    %s, %,d bytes
                  SHA-256 %s
                  Put the file, under any name, into %s or into a folder that %s names; looked into: %s""",
                String.join("; ", failures),
                card.file(),
                card.bytes(),
                card.sha256(),
                cache,
                FOLDERS_VARIABLE,
                folders.stream().map(Path::toString).collect(Collectors.joining(", ")));
        throw new ModelUnavailableException(card, message);
    }

    private Optional<VerifiedModel> read(ModelCard card) throws ModelUnavailableException {
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) {
                continue;
            }
            for (Path file : candidates(card, folder)) {
                Optional<byte[]> bytes = bytesIfMatching(card, file);
                if (bytes.isPresent()) {
                    refuseExternalData(card, bytes.get());
                    return Optional.of(new VerifiedModel(card, file, bytes.get()));
                }
            }
        }
        return Optional.empty();
    }

    /** Regular files of the right length that lie in the folder itself; a link that leads out of it is passed over. */
    private static List<Path> candidates(ModelCard card, Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            Path home = folder.toRealPath();
            List<Path> fitting = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                if (!Files.isRegularFile(file) || Files.size(file) != card.bytes()) {
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
    private static Optional<byte[]> bytesIfMatching(ModelCard card, Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            return bytes.length == card.bytes() && Sha256.of(bytes).equals(card.sha256())
                    ? Optional.of(bytes)
                    : Optional.empty();
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
