package io.sosia.indexer.seal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/** Files that their owner alone can read (0600, folders 0700, where the file system knows permissions). */
public final class PrivateFiles {

    /** Bytes overwritten at once. */
    private static final int ERASING = 1 << 16;

    private PrivateFiles() {}

    /** Creates a folder, parents included; one that exists is left as it is. */
    public static void createFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, attributes(folder, "rwx------"));
        }
    }

    /**
     * Opens a file for reading and writing, creating it where it is missing; the caller closes it.
     *
     * @param fresh refuse a file that is there
     */
    public static FileChannel open(Path file, boolean fresh) throws IOException {
        Set<OpenOption> mode = Set.of(
                fresh ? StandardOpenOption.CREATE_NEW : StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
        return FileChannel.open(file, mode, attributes(file, "rw-------"));
    }

    /** Writes a file as a whole or not at all, and has it on disk when it returns. */
    public static void replace(Path file, byte[] content) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".tmp");
        Files.deleteIfExists(next);
        try (FileChannel channel = open(next, true)) {
            writeFully(channel, ByteBuffer.wrap(content), 0);
            channel.force(true);
        }
        move(next, file);
    }

    /** Lets a file that is on disk take another's place at once, and has that on disk too. */
    public static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncFolder(Objects.requireNonNull(to.getParent()));
    }

    /**
     * Overwrites a file's bytes before its name goes, as far as the file system writes in place; what is not there, or is
     * no file but a link, only loses its name.
     */
    public static void erase(Path file) throws IOException {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
                ByteBuffer zeros = ByteBuffer.allocate(ERASING);
                long size = channel.size();
                for (long at = 0; at < size; at += ERASING) {
                    zeros.clear().limit((int) Math.min(ERASING, size - at));
                    writeFully(channel, zeros, at);
                }
                channel.force(true);
            }
        }
        Files.deleteIfExists(file);
    }

    /** Takes from a file or folder what others may do with it; what another user owns is left as it is. */
    public static void ownerOnly(Path path) throws IOException {
        if (!isPosix(path)) {
            return;
        }
        Set<PosixFilePermission> wanted =
                PosixFilePermissions.fromString(Files.isDirectory(path) ? "rwx------" : "rw-------");
        if (!wanted.containsAll(Files.getPosixFilePermissions(path))) {
            try {
                Files.setPosixFilePermissions(path, wanted);
            } catch (FileSystemException e) {
                // Not ours to change.
            }
        }
    }

    /** Writes all of a buffer at a place. */
    public static void writeFully(FileChannel channel, ByteBuffer content, long at) throws IOException {
        long place = at;
        while (content.hasRemaining()) {
            place += channel.write(content, place);
        }
    }

    /** Has a folder's entries on disk, where the system lets folders be opened; elsewhere renaming does that itself. */
    public static void syncFolder(Path folder) throws IOException {
        if (isPosix(folder)) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static FileAttribute<?>[] attributes(Path path, String permissions) {
        return isPosix(path)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
