package io.sosia.jobs.scan;

import io.sosia.indexer.match.Upload;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a scan's manifest: UTF-8, a JSON object a line, with {@code path} (relative to the manifest) and, where known,
 * {@code work}, {@code episode}, {@code uploader}, {@code published} (RFC 3339) and {@code territory} (ISO 3166, two
 * capitals). A line that is none of this is an input of its own that says what is wrong with which line; the others
 * count. Empty lines are passed over.
 */
final class ManifestReader {

    /** Why a line names nothing to look at. */
    static final String MANIFEST_LINE = "MANIFEST_LINE";

    /** A line longer than this is no line of a manifest; it is not kept in memory. */
    static final int LONGEST_LINE = 64 * 1024;

    /** Characters of a work's, an episode's or an account's name. */
    private static final int LONGEST_NAME = 200;
    /** Linux's PATH_MAX. */
    private static final int LONGEST_PATH = 4096;

    private static final Set<String> FIELDS = Set.of("path", "work", "episode", "uploader", "published", "territory");

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ManifestReader() {}

    /**
     * Reads a manifest.
     *
     * @return inputs in the order of the lines
     * @throws IOException if the file itself cannot be read
     */
    static List<ScanInput> read(Path manifest) throws IOException {
        Path file = manifest.toAbsolutePath().normalize();
        Path folder = file.getParent();
        if (folder == null) {
            throw new IOException(manifest + " is no file");
        }
        List<ScanInput> inputs = new ArrayList<>();
        Map<List<String>, Integer> firstLines = new HashMap<>();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            int number = 0;
            while (true) {
                ByteArrayOutputStream line = new ByteArrayOutputStream();
                long length = nextLine(in, line);
                if (length < 0) {
                    return List.copyOf(inputs);
                }
                number++;
                String shown = manifest + ":" + number;
                try {
                    if (length > LONGEST_LINE) {
                        throw new LineException(length + " bytes are more than " + LONGEST_LINE);
                    }
                    String text = decode(line.toByteArray(), number);
                    if (text.isBlank()) {
                        continue;
                    }
                    ScanInput.Video video = video(text, folder);
                    List<String> identity = List.of(
                            video.file().toString(),
                            video.upload().work(),
                            video.upload().episode());
                    Integer earlier = firstLines.putIfAbsent(identity, number);
                    if (earlier != null) {
                        throw new LineException("repeats path, work and episode of line " + earlier);
                    }
                    inputs.add(video);
                } catch (LineException e) {
                    inputs.add(new ScanInput.Rejected(shown, MANIFEST_LINE, "line " + number + ": " + e.getMessage()));
                }
            }
        }
    }

    /** Reads up to the next line feed; of a longer line only the beginning. @return its length, or -1 at the end */
    private static long nextLine(InputStream in, ByteArrayOutputStream line) throws IOException {
        int next = in.read();
        if (next < 0) {
            return -1;
        }
        long length = 0;
        while (next >= 0 && next != '\n') {
            if (length < LONGEST_LINE) {
                line.write(next);
            }
            length++;
            next = in.read();
        }
        return length;
    }

    private static String decode(byte[] line, int number) throws LineException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(line))
                    .toString();
            // Some editors begin a file with a byte order mark.
            return number == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new LineException("is not UTF-8");
        }
    }

    private static ScanInput.Video video(String text, Path folder) throws LineException {
        JsonNode node;
        try {
            node = MAPPER.readTree(text);
        } catch (JacksonException e) {
            throw new LineException("is not JSON: " + e.getOriginalMessage());
        }
        if (!node.isObject()) {
            throw new LineException("is not a JSON object");
        }
        for (String field : new TreeSet<>(node.propertyNames())) {
            if (!FIELDS.contains(field)) {
                throw new LineException("unknown field '" + printable(field) + "'; known: " + new TreeSet<>(FIELDS));
            }
        }
        String path = text(node, "path", LONGEST_PATH);
        if (path == null) {
            throw new LineException("has no path");
        }
        Path file;
        try {
            file = folder.resolve(path).normalize();
        } catch (InvalidPathException e) {
            throw new LineException("path: " + e.getReason());
        }
        ScanInput.Video bare = InputLister.video(path, file);
        String work = text(node, "work", LONGEST_NAME);
        String episode = text(node, "episode", LONGEST_NAME);
        return new ScanInput.Video(
                path,
                file,
                bare.bytes(),
                new Upload(
                        work == null ? bare.upload().work() : work,
                        episode == null ? bare.upload().episode() : episode,
                        Optional.ofNullable(text(node, "uploader", LONGEST_NAME)),
                        published(node),
                        territory(node)));
    }

    private static Optional<Instant> published(JsonNode node) throws LineException {
        String text = text(node, "published", LONGEST_NAME);
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            throw new LineException("published: '" + printable(text) + "' is no time such as 2026-11-19T20:00:00Z");
        }
    }

    private static Optional<String> territory(JsonNode node) throws LineException {
        String text = text(node, "territory", LONGEST_NAME);
        if (text == null) {
            return Optional.empty();
        }
        if (!text.matches("[A-Z]{2}")) {
            throw new LineException("territory: '" + printable(text) + "' is not two capitals such as CN");
        }
        return Optional.of(text);
    }

    private static @Nullable String text(JsonNode node, String field, int longest) throws LineException {
        JsonNode value = node.get(field);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw new LineException(field + " is not a string");
        }
        String text = value.stringValue();
        if (text.isBlank()) {
            throw new LineException(field + " is blank");
        }
        if (text.length() > longest) {
            throw new LineException(field + ": " + text.length() + " characters are more than " + longest);
        }
        if (text.codePoints().anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE)) {
            throw new LineException(field + " holds control characters or half a character");
        }
        return text;
    }

    /** What somebody else wrote, short and without what would disturb a terminal. */
    private static String printable(String text) {
        String shortened = text.length() > 60 ? text.substring(0, 60) + "…" : text;
        return shortened.replaceAll("\\p{C}", "\uFFFD");
    }

    /** What is wrong with a line. */
    private static final class LineException extends Exception {
        private static final long serialVersionUID = 1L;

        LineException(String message) {
            super(message);
        }
    }
}
