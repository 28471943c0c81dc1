package io.sosia.models.store;

import io.sosia.models.catalogue.ModelCard;
import io.sosia.models.digest.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * Fetches a model over HTTP into a temporary file beside its place, goes on where an earlier try broke off, and renames
 * the file only once its length and hash fit.
 */
final class ModelDownload {

    private static final Duration CONNECT = Duration.ofSeconds(15);
    private static final Duration RESPONSE = Duration.ofSeconds(60);
    private static final int PARTIAL_CONTENT = 206;
    private static final int OK = 200;

    private final FetchProgress progress;

    ModelDownload(FetchProgress progress) {
        this.progress = progress;
    }

    /**
     * Fetches the card's file into a folder.
     *
     * @return the file, named by its hash so that two models never share a name
     * @throws IOException if the address does not give the card's bytes; what has arrived stays for the next try
     */
    Path fetch(ModelCard card, URI address, Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path whole = folder.resolve(card.id() + "-" + card.sha256().substring(0, 12) + ".onnx");
        Path part = folder.resolve(whole.getFileName() + ".part");
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = lock(channel)) {
            if (!lock.isValid()) {
                throw new IOException("the lock on " + part + " was lost");
            }
            if (Files.exists(whole) && Sha256.of(Files.readAllBytes(whole)).equals(card.sha256())) {
                // Somebody else fetched it while we waited for the lock.
                Files.deleteIfExists(part);
                return whole;
            }
            receive(card, address, channel);
            channel.force(true);
            String hash = Sha256.of(Files.readAllBytes(part));
            if (!hash.equals(card.sha256())) {
                Files.delete(part);
                throw new IOException("the bytes have SHA-256 " + hash + ", not " + card.sha256() + ": thrown away");
            }
            Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
            return whole;
        }
    }

    private static FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.lock();
        } catch (OverlappingFileLockException e) {
            throw new IOException("another thread of this process is fetching the same file", e);
        }
    }

    private void receive(ModelCard card, URI address, FileChannel part) throws IOException, InterruptedException {
        long have = part.size();
        if (have > card.bytes()) {
            part.truncate(0);
            have = 0;
        }
        if (have == card.bytes()) {
            return;
        }
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).timeout(RESPONSE).GET();
        if (have > 0) {
            request.header("Range", "bytes=" + have + "-");
        }
        try (HttpClient client = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()) {
            HttpResponse<InputStream> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() != OK && response.statusCode() != PARTIAL_CONTENT) {
                    throw new IOException("the server answered " + response.statusCode());
                }
                long from = response.statusCode() == PARTIAL_CONTENT ? have : 0;
                part.truncate(from);
                part.position(from);
                copy(card, body, part, from);
            }
        }
    }

    private void copy(ModelCard card, InputStream body, FileChannel part, long from) throws IOException {
        OutputStream out = Channels.newOutputStream(part);
        byte[] buffer = new byte[1 << 16];
        long done = from;
        for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
            done += n;
            if (done > card.bytes()) {
                part.truncate(0);
                throw new IOException("more than " + card.bytes() + " bytes came: thrown away");
            }
            out.write(buffer, 0, n);
            progress.arrived(card, done, card.bytes());
        }
        if (done < card.bytes()) {
            throw new IOException(
                    "broke off after " + done + " of " + card.bytes() + " bytes; the next try goes on there");
        }
    }
}
