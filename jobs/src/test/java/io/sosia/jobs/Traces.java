package io.sosia.jobs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Bytes that must not lie anywhere, looked for by pieces of 16: a database cuts what it stores into pages, and whoever steals a
 * disk is content with a part.
 */
public final class Traces {

    private static final int PIECE = 16;

    private record Piece(String name, ByteBuffer bytes) {}

    private final Map<Long, List<Piece>> pieces = new HashMap<>();
    private int number;

    /** Looks for something from now on; of what is shorter than a piece nothing can be told. */
    public Traces add(String name, byte[] bytes) {
        if (bytes.length < PIECE) {
            throw new IllegalArgumentException(name + " has " + bytes.length + " bytes, fewer than " + PIECE);
        }
        for (int at = 0; at < bytes.length; at += PIECE) {
            int from = Math.min(at, bytes.length - PIECE);
            byte[] piece = Arrays.copyOfRange(bytes, from, from + PIECE);
            // Runs of one byte, or of one pattern, are everywhere.
            if (new String(piece, java.nio.charset.StandardCharsets.ISO_8859_1)
                            .chars()
                            .distinct()
                            .count()
                    < PIECE / 2) {
                continue;
            }
            pieces.computeIfAbsent(ByteBuffer.wrap(piece).getLong(), first -> new ArrayList<>())
                    .add(new Piece(name, ByteBuffer.wrap(piece)));
            number++;
        }
        return this;
    }

    /** Pieces looked for. */
    public int pieces() {
        return number;
    }

    /** What is found below folders and where, each once for each file. */
    public List<String> in(Path... folders) throws IOException {
        TreeSet<String> found = new TreeSet<>();
        for (Path folder : folders) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : (Iterable<Path>)
                        files.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))::iterator) {
                    for (String name : in(Files.readAllBytes(file))) {
                        found.add(name + " in " + folder.relativize(file));
                    }
                }
            }
        }
        return List.copyOf(found);
    }

    /** What is found in some bytes. */
    public List<String> in(byte[] content) {
        TreeSet<String> found = new TreeSet<>();
        ByteBuffer buffer = ByteBuffer.wrap(content);
        for (int at = 0; at + PIECE <= content.length; at++) {
            List<Piece> begun = pieces.get(buffer.getLong(at));
            if (begun != null) {
                for (Piece piece : begun) {
                    if (piece.bytes.equals(buffer.slice(at, PIECE))) {
                        found.add(piece.name);
                    }
                }
            }
        }
        return List.copyOf(found);
    }
}
