package io.sosia.models.store;

import io.sosia.models.catalogue.ModelCard;
import io.sosia.models.catalogue.PublishedFile;
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
 * Fetches a model's file over HTTP into a temporary file beside its place, goes on where an earlier try broke off, and renames
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
     * Fetches one of the card's files into a folder.
     *
     * @return the file, named by its hash so that two files never share a name
     * @throws IOException if the address does not give the file's bytes; what has arrived stays for the next try
     */
    Path fetch(ModelCard card, PublishedFile file, URI address, Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path whole = folder.resolve(cachedName(card, file));
        Path part = folder.resolve(whole.getFileName() + ".part");
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = lock(channel)) {
            if (!lock.isValid()) {
                throw new IOException("the lock on " + part + " was lost");
            }
            if (Files.exists(whole) && FileHashes.fits(file, Files.readAllBytes(whole))) {
                // Somebody else fetched it while we waited for the lock.
                Files.deleteIfExists(part);
                return whole;
            }
            receive(card, file, address, channel);
            channel.force(true);
            byte[] bytes = Files.readAllBytes(part);
            if (!FileHashes.fits(file, bytes)) {
                Files.delete(part);
                throw new IOException("the bytes have SHA-256 " + FileHashes.sha256(bytes) + ", not " + file.sha256()
                        + ": thrown away");
            }
            Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
            return whole;
        }
    }

    /** What a file is called in the cache. */
    static String cachedName(ModelCard card, PublishedFile file) {
        int dot = file.name().lastIndexOf('.');
        String ending = dot < 0 ? "" : file.name().substring(dot);
        return card.id() + "-" + file.sha256().substring(0, 12) + ending;
    }

    private static FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.lock();
        } catch (OverlappingFileLockException e) {
            throw new IOException("another thread of this process is fetching the same file", e);
        }
    }

    private void receive(ModelCard card, PublishedFile file, URI address, FileChannel part)
            throws IOException, InterruptedException {
        long have = part.size();
        if (have > file.bytes()) {
            part.truncate(0);
            have = 0;
        }
        if (have == file.bytes()) {
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
                copy(card, file, body, part, from);
            }
        }
    }

    private void copy(ModelCard card, PublishedFile file, InputStream body, FileChannel part, long from)
            throws IOException {
        OutputStream out = Channels.newOutputStream(part);
        byte[] buffer = new byte[1 << 16];
        long done = from;
        for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
            done += n;
            if (done > file.bytes()) {
                part.truncate(0);
                throw new IOException("more than " + file.bytes() + " bytes came: thrown away");
            }
            out.write(buffer, 0, n);
            progress.arrived(card, done, file.bytes());
        }
        if (done < file.bytes()) {
            throw new IOException(
                    "broke off after " + done + " of " + file.bytes() + " bytes; the next try goes on there");
        }
    }
}
