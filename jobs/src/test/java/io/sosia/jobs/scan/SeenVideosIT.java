package io.sosia.jobs.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.detector.media.Sampling;
import io.sosia.jobs.config.ScanSettings;
import io.sosia.jobs.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real and AI-made videos before a register of 300 people of {@code lfw-dev} and the two that the AI-made ones show, by one
 * picture each. What each clip measures is reported, and whether it passes the threshold in use.
 */
class SeenVideosIT {

    /** Every fifth of the people, every third of them with two portraits. */
    private static final int OTHERS = 300;

    @TempDir
    private static Path folder;

    private static Path data;
    private static RealHome home;

    @BeforeAll
    static void register() throws Exception {
        data = SharedData.folder();
        home = new RealHome(
                folder.resolve("home"),
                SharedData.models(data),
                Path.of("").toAbsolutePath(),
                Clock.fixed(Instant.parse("2026-11-20T01:00:00Z"), ZoneOffset.UTC));
        Map<String, List<Path>> portraits = new TreeMap<>();
        List<Path> people = list(data.resolve("faces/lfw-dev/images"));
        for (int i = 0; i < OTHERS; i++) {
            List<Path> photos = list(people.get(5 * i));
            portraits.put("lfw-" + i, photos.subList(0, Math.min(photos.size(), i % 3 == 0 ? 2 : 1)));
        }
        for (String person : List.of("ann", "lecun")) {
            portraits.put(person, List.of(data.resolve("videos/ai-generated/" + person + "-reference.png")));
        }
        home.enrol(portraits);
    }

    @AfterAll
    static void close() {
        if (home != null) {
            home.close();
        }
    }

    @Test
    void ofEachAiMadeClipTheRightPersonIsFirst(TestReporter reporter) throws Exception {
        Path clips = data.resolve("videos/ai-generated");
        // So low that every face has a first person; what is above the threshold in use is told beside it.
        Map<String, List<Finding>> first = byClip(scan(clips, Optional.of(0.2)));
        List<Finding> flagged = scan(clips, Optional.empty());

        for (Path clip : list(clips).stream()
                .filter(file -> file.toString().endsWith(".mp4"))
                .toList()) {
            String name = clip.getFileName().toString();
            Finding best = first.getOrDefault(name, List.of()).stream()
                    .max(Comparator.comparingDouble(Finding::similarity))
                    .orElseThrow(() -> new AssertionError(name + ": nobody at all"));
            reporter.publishEntry(
                    name,
                    String.format(
                            Locale.ROOT,
                            "%.3f by %s, next %s; in use: %s",
                            best.similarity(),
                            best.similarities().orElseThrow(),
                            best.runnerUp().map(Finding.RunnerUp::similarity),
                            flagged.stream()
                                    .filter(finding -> finding.path().endsWith(name))
                                    .map(finding -> finding.verdict() + " from " + finding.threshold() + " "
                                            + finding.cautions().orElse(List.of()))
                                    .toList()));
            assertEquals(name.substring(0, name.indexOf('-')), best.person(), name);
        }
        for (Finding finding : flagged) {
            assertTrue(
                    Path.of(finding.path()).getFileName().toString().startsWith(finding.person()), finding::toString);
        }
    }

    @Test
    void nobodyIsFoundWhereNobodyRegisteredIs() throws Exception {
        assertEquals(List.of(), scan(data.resolve("videos/noface"), Optional.empty()));
        assertEquals(List.of(), scan(data.resolve("videos/real"), Optional.empty()));
    }

    private static Map<String, List<Finding>> byClip(List<Finding> findings) {
        return findings.stream()
                .collect(Collectors.groupingBy(
                        finding -> Path.of(finding.path()).getFileName().toString()));
    }

    private static List<Finding> scan(Path videos, Optional<Double> threshold) throws Exception {
        PlayHome.Heard heard = new PlayHome.Heard();
        try (ScanService service = home.service(settings(threshold))) {
            service.scan(ScanRequest.ofPaths(List.of(videos), Sampling.nightly()), heard, StopSignal.manual());
        }
        return heard.findings;
    }

    /** Those of an installation, but for the threshold. */
    private static ScanSettings settings(Optional<Double> threshold) {
        return Settings.parse(threshold
                        .map(value -> "{\"scan\": {\"threshold\": " + value + "}}")
                        .orElse("{}"))
                .scan();
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.sorted().toList();
        }
    }
}
