package io.sosia.jobs.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The index of registered faces that versions up to 0.1 wrote into the home, in plain vectors. It lives in memory since, so what
 * is there is overwritten and removed. On file systems that never write in place the old bytes may last until the place is used
 * again.
 */
final class FormerIndex {

    private static final int BLOCK = 1 << 20;

    private FormerIndex() {}

    /**
     * Removes the folder, if there is one. Killed in between, the next call goes on. Links are removed, and what they lead to is
     * left alone.
     *
     * @throws IOException if something in it cannot be overwritten or removed
     */
    static void erase(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()) {
                    overwrite(file, attributes.size());
                }
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path emptied, @Nullable IOException problem) throws IOException {
                if (problem != null) {
                    throw problem;
                }
                Files.deleteIfExists(emptied);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void overwrite(Path file, long size) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))) {
            ByteBuffer zeros = ByteBuffer.allocate(BLOCK);
            for (long at = 0; at < size; ) {
                zeros.clear().limit((int) Math.min(BLOCK, size - at));
                at += channel.write(zeros, at);
            }
            channel.force(true);
        }
    }
}
