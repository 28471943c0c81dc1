package io.sosia.jobs.scan;

import io.sosia.indexer.match.Upload;
import io.sosia.models.file.FileReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Lists the videos under files and folders. A file that is named by itself is always taken for a video; in a folder, one
 * with a video's extension or a video container's first bytes is, so that a renamed video is not passed over. Links in a
 * folder are followed to files inside it only; a folder that is itself given as a link is the folder it leads to, under
 * the name that was given.
 */
final class InputLister {

    /** Why a path names nothing to look at. */
    static final String NOTHING_FOUND = "NOTHING_FOUND";

    private static final String UNREADABLE = "UNREADABLE";
    /** Two packets of an MPEG transport stream, 188 bytes each, and a sync byte more. */
    private static final int HEAD = 2 * 188 + 1;
    /** Brands of ISO base media files that hold pictures or sound alone, as registered at mp4ra.org. */
    private static final Set<String> NO_VIDEO_BRANDS =
            Set.of("heic", "heix", "heim", "heis", "mif1", "avif", "M4A ", "M4B ", "M4P ");

    private final Set<String> extensions;

    /** @param extensions lower case, without a dot */
    InputLister(List<String> extensions) {
        this.extensions = Set.copyOf(extensions);
    }

    /**
     * What is under the paths, each file once, in the order of the paths and by name within them.
     *
     * @param inputs videos, and what is wrong with paths
     * @param passedOver files in folders that are no videos
     */
    record Listing(List<ScanInput> inputs, int passedOver) {}

    /** Lists. Never throws for what is wrong with a path: that is an input of its own. */
    Listing list(List<Path> paths) {
        List<ScanInput> inputs = new ArrayList<>();
        Set<Path> seen = new HashSet<>();
        int passedOver = 0;
        for (Path path : paths) {
            Path absolute = path.toAbsolutePath().normalize();
            if (Files.isDirectory(absolute)) {
                FolderVisitor visitor = new FolderVisitor(absolute);
                visitor.walk();
                passedOver += visitor.passedOver;
                visitor.found.sort(Comparator.comparing(ScanInput::shown));
                boolean any = false;
                for (ScanInput input : visitor.found) {
                    any = true;
                    if (!(input instanceof ScanInput.Video video) || seen.add(video.file())) {
                        inputs.add(input);
                    }
                }
                if (!any) {
                    inputs.add(new ScanInput.Rejected(
                            path.toString(),
                            NOTHING_FOUND,
                            "no video in this folder (" + visitor.passedOver + " other files)"));
                }
            } else if (seen.add(absolute)) {
                inputs.add(
                        Files.notExists(absolute)
                                ? new ScanInput.Rejected(path.toString(), UNREADABLE, missing(absolute))
                                : video(path.toString(), absolute));
            }
        }
        return new Listing(List.copyOf(inputs), passedOver);
    }

    private static String missing(Path path) {
        return Files.isSymbolicLink(path) ? "a link to nothing" : "there is no such file or folder";
    }

    /** A video by its path alone: the work is the folder's name and the episode the file's. */
    static ScanInput.Video video(String shown, Path file) {
        Path folder = file.getParent();
        Path work = folder == null ? null : folder.getFileName();
        return new ScanInput.Video(
                shown,
                file,
                length(file),
                new Upload(
                        work == null ? "/" : work.toString(),
                        String.valueOf(file.getFileName()),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    /** A file's length, or -1: the reader finds out what is wrong with it, and says so better. */
    static long length(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : -1;
        } catch (IOException e) {
            return -1;
        }
    }

    private boolean isVideo(Path file) throws IOException {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        int dot = name.lastIndexOf('.');
        if (dot >= 0 && extensions.contains(name.substring(dot + 1))) {
            return true;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return looksLikeVideo(in.readNBytes(HEAD));
        }
    }

    /** Whether a file begins as MP4/MOV, MKV/WebM, FLV, AVI or MPEG-TS does. */
    static boolean looksLikeVideo(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        if (text.startsWith("ftyp", 4) && head.length >= 12) {
            return !NO_VIDEO_BRANDS.contains(text.substring(8, 12));
        }
        return text.startsWith("\u001AE\u00DF\u00A3")
                || text.startsWith("FLV\u0001")
                || (text.startsWith("RIFF") && text.startsWith("AVI ", 8))
                || (head.length == HEAD && head[0] == 0x47 && head[188] == 0x47 && head[376] == 0x47);
    }

    private final class FolderVisitor extends SimpleFileVisitor<Path> {

        private final Path root;
        private Path real;
        private final List<ScanInput> found = new ArrayList<>();
        private int passedOver;

        FolderVisitor(Path root) {
            this.root = root;
            this.real = root;
        }

        void walk() {
            try {
                // Walking does not follow links, and would take one that was given for a file.
                real = root.toRealPath();
                Files.walkFileTree(real, this);
            } catch (IOException e) {
                found.add(new ScanInput.Rejected(
                        root.toString(), UNREADABLE, "the folder cannot be read: " + FileReason.words(e)));
            }
        }

        /** A visited path under the name that was given. */
        private Path named(Path visited) {
            return root.resolve(real.relativize(visited));
        }

        @Override
        public FileVisitResult visitFile(Path visited, BasicFileAttributes attributes) {
            Path file = named(visited);
            try {
                if (attributes.isSymbolicLink()) {
                    visitLink(file);
                } else if (attributes.isRegularFile() && isVideo(file)) {
                    found.add(video(file.toString(), file));
                } else {
                    passedOver++;
                }
            } catch (IOException e) {
                found.add(
                        new ScanInput.Rejected(file.toString(), UNREADABLE, "cannot be read: " + FileReason.words(e)));
            }
            return FileVisitResult.CONTINUE;
        }

        private void visitLink(Path link) throws IOException {
            if (!Files.exists(link)) {
                found.add(new ScanInput.Rejected(link.toString(), UNREADABLE, missing(link)));
            } else if (!link.toRealPath().startsWith(real)) {
                found.add(new ScanInput.Rejected(
                        link.toString(), UNREADABLE, "a link that leads out of " + root + "; name its target itself"));
            } else if (Files.isRegularFile(link) && isVideo(link)) {
                found.add(video(link.toString(), link));
            } else {
                // A folder inside this one, which is visited by itself, or no video.
                passedOver++;
            }
        }

        @Override
        public FileVisitResult visitFileFailed(Path visited, IOException failure) {
            found.add(new ScanInput.Rejected(
                    named(visited).toString(), UNREADABLE, "cannot be read: " + FileReason.words(failure)));
            return FileVisitResult.CONTINUE;
        }
    }
}
