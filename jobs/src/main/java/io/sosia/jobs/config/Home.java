package io.sosia.jobs.config;

import io.sosia.models.file.FileReason;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The folder where everything is kept. Faces and names are in it, so that what is created here can be read by its owner
 * alone (0700 and 0600, where the file system knows permissions).
 *
 * @param root absolute and normalised
 */
public record Home(Path root) {

    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

    /** Makes the path absolute. Nothing is created. */
    public Home {
        root = root.toAbsolutePath().normalize();
    }

    /**
     * Opens a home and creates the folders that are not there yet. The database is created by the register. An index of
     * faces that an earlier version wrote is overwritten and removed.
     *
     * @throws NotReadyException if the path is a file, or cannot be created, read or written
     */
    public static Home prepare(Path root) throws NotReadyException {
        Home home = new Home(root);
        if (Files.exists(home.root) && !Files.isDirectory(home.root)) {
            throw new NotReadyException("the home " + home.root + " is not a folder");
        }
        try {
            createFolder(home.root);
            FormerIndex.erase(home.root.resolve("index"));
            createFolder(home.models());
            createFolder(home.runs());
            createFile(home.lock());
        } catch (IOException e) {
            throw new NotReadyException(
                    "the home " + home.root + " cannot be set up: " + FileReason.wordsWithFile(e), e);
        }
        if (!Files.isReadable(home.root) || !Files.isWritable(home.root)) {
            throw new NotReadyException("the home " + home.root + " cannot be read and written by this user");
        }
        return home;
    }

    /** The embedded database: register, findings, and the jobs' state. */
    public Path database() {
        return root.resolve("register.db");
    }

    /** Fetched models. */
    public Path models() {
        return root.resolve("models");
    }

    /** A folder for each run, with its page. */
    public Path runs() {
        return root.resolve("runs");
    }

    /** A folder for each measurement, with its page; need not exist. */
    public Path reports() {
        return root.resolve("reports");
    }

    /** Sealed: every face that scans have seen, for as long as it is kept; need not exist. */
    public Path sightings() {
        return root.resolve("sightings");
    }

    /** The key that wraps all others, unless it is kept elsewhere; need not exist. */
    public Path masterKey() {
        return root.resolve("keys").resolve("master.json");
    }

    /** Held by the process that scans. */
    public Path lock() {
        return root.resolve("scan.lock");
    }

    /** Held by the process that searches for a case; need not exist. */
    public Path takedownLock() {
        return root.resolve("takedown.lock");
    }

    /** Settings; need not exist. */
    public Path settings() {
        return root.resolve("sosia.json");
    }

    /** Creates a folder that its owner alone can look into, parents included; one that exists is left as it is. */
    public static void createFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Files.createDirectories(folder, attributes(folder, FOLDER));
    }

    /** Creates an empty file that its owner alone can read; one that exists is left as it is. */
    public static void createFile(Path file) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            Files.createFile(file, attributes(file, FILE));
        } catch (FileAlreadyExistsException e) {
            // Another process was faster, which is as good.
            if (!Files.exists(file)) {
                throw e;
            }
        }
    }

    /**
     * Writes a new file that its owner alone can read.
     *
     * @throws FileAlreadyExistsException if there is something of that name, be it a link that leads nowhere
     */
    public static void writeNewFile(Path file, String text) throws IOException {
        Set<OpenOption> mode = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (SeekableByteChannel channel = Files.newByteChannel(file, mode, attributes(file, FILE));
                OutputStream out = Channels.newOutputStream(channel)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> permissions) {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
    }
}
