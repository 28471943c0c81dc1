package io.sosia.jobs.takedown.search;

import io.sosia.detector.geometry.PixelBox;
import io.sosia.detector.media.MediaException;
import io.sosia.detector.media.still.PhotoDecoder;
import io.sosia.detector.media.still.StillPicture;
import io.sosia.indexer.match.Verdict;
import io.sosia.indexer.seal.PrivateFiles;
import io.sosia.jobs.page.OthersText;
import io.sosia.jobs.page.PageTemplate;
import io.sosia.jobs.scan.Jpeg;
import io.sosia.jobs.takedown.CasePhoto;
import io.sosia.jobs.takedown.search.Coverage.Refused;
import io.sosia.models.file.FileReason;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A page with a case's findings: the photos of the case beside the faces that were found, so that a person can compare. It
 * shows faces in the clear, pictures and all in one file, and so is written only where its reader says, and for its owner
 * alone to read.
 */
public final class CasePage {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** Of each finding, so many pictures: the most alike. */
    private static final int PICTURES = 12;

    private static final int PORTRAITS = 3;
    private static final int PORTRAIT_SIDE = 320;
    private static final int TIMES = 40;

    private final CaseFindings findings;

    /** A page of stored findings. */
    public CasePage(CaseFindings findings) {
        this.findings = findings;
    }

    /**
     * Writes the page over whatever is there.
     *
     * @param photos of the case, to compare with
     * @throws IOException if it cannot be written
     */
    public void write(Path file, SearchResult result, Coverage coverage, List<CasePhoto> photos) throws IOException {
        List<Map<String, Object>> portraits = portraits(photos, coverage.photos());
        List<Map<String, Object>> shown = new ArrayList<>();
        for (CaseFinding finding : result.findings()) {
            shown.add(finding(finding, portraits));
        }
        Map<String, Object> page = new java.util.HashMap<>();
        page.put("number", coverage.caseNumber());
        page.put("round", coverage.round());
        page.put("when", TIME.format(coverage.at()));
        page.put(
                "headline",
                result.findings().isEmpty()
                        ? "Not found in what was looked at"
                        : result.findings().size() + (result.findings().size() == 1 ? " finding" : " findings")
                                + " to decide on");
        page.put("statement", OthersText.clean(coverage.statement()));
        page.put("findings", shown);
        page.put(
                "nothingFound",
                "Nobody alike enough was found in what was looked at, which the statement above tells.");
        page.put("hasUnread", !coverage.unread().isEmpty());
        page.put("unread", coverage.unread().stream().map(CasePage::unread).toList());
        page.put(
                "unreadNone",
                coverage.complete()
                        ? "Nothing that is known of."
                        : "No video that could not be read; what else was left out the statement above tells.");
        StringWriter text = new StringWriter();
        PageTemplate.read(CasePage.class, "case").execute(page, text);
        PrivateFiles.replace(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, Object> unread(Coverage.Unread video) {
        return Map.of(
                "path", OthersText.clean(video.path()),
                "place", OthersText.clean(video.work() + ", " + video.episode()),
                "reason", video.reason() + (video.partly() ? ", partly" : ""),
                "detail", OthersText.clean(video.detail()));
    }

    private Map<String, Object> finding(CaseFinding finding, List<Map<String, Object>> portraits) {
        List<Map<String, Object>> shots = new ArrayList<>();
        for (int number = 1; number <= Math.min(PICTURES, finding.pictures()); number++) {
            Optional<byte[]> picture = findings.picture(finding.finding(), number);
            int shown = number;
            picture.ifPresent(jpeg -> shots.add(Map.of("source", data(jpeg), "label", "face " + shown)));
        }
        List<String> times = new ArrayList<>(finding.places().stream()
                .limit(TIMES)
                .map(place -> OthersText.clean(place.episode()) + " at " + clock(place.startMs()))
                .toList());
        if (finding.places().size() > TIMES) {
            times.add("and " + (finding.places().size() - TIMES) + " more");
        }
        Map<String, Object> view = new java.util.HashMap<>();
        view.put("id", finding.id());
        view.put("work", OthersText.clean(finding.work()));
        view.put("character", finding.character());
        view.put(
                "tone",
                finding.verdict() == Verdict.REVIEW
                        ? "REVIEW"
                        : finding.verdict() == Verdict.LICENSED ? "LICENSED" : "SURE");
        view.put("verdict", finding.verdict().name());
        view.put("explanation", OthersText.clean(finding.explanation()));
        view.put("portraits", portraits);
        view.put("shots", shots);
        view.put("times", times);
        view.put("screen", clock(finding.screenMs()));
        view.put("score", three(finding.score()));
        view.put("least", three(finding.least()));
        view.put("sure", three(finding.threshold()));
        view.put("cautions", finding.cautions().stream().map(Enum::name).toList());
        view.put("licences", finding.licensing().name());
        view.put(
                "uploaders",
                OthersText.clean(finding.places().stream()
                        .map(place -> place.uploader().orElse("unknown"))
                        .distinct()
                        .collect(Collectors.joining(", "))));
        return view;
    }

    /** Those that were searched by: one that was refused shows nobody, or perhaps somebody else. */
    private static List<Map<String, Object>> portraits(List<CasePhoto> photos, Coverage.Photos checked) {
        Set<Integer> refused = checked.refused().stream().map(Refused::number).collect(Collectors.toSet());
        List<Map<String, Object>> portraits = new ArrayList<>();
        PhotoDecoder decoder = new PhotoDecoder();
        for (int number = 1; number <= photos.size() && portraits.size() < PORTRAITS; number++) {
            if (refused.contains(number)) {
                continue;
            }
            CasePhoto photo = photos.get(number - 1);
            try (StillPicture picture = decoder.decode(Path.of("photo"), photo.bytes())) {
                int longer = Math.max(picture.width(), picture.height());
                PixelBox whole = new PixelBox(0, 0, picture.width(), picture.height());
                byte[] jpeg = Jpeg.of(
                                picture.region(whole, Math.min(1, PORTRAIT_SIDE / (double) longer))
                                        .image(),
                                PORTRAIT_SIDE)
                        .bytes();
                portraits.add(Map.of("source", data(jpeg), "label", "photo of the case"));
            } catch (MediaException e) {
                portraits.add(Map.of("source", "data:,", "label", "a photo that cannot be read: " + e.reason()));
            }
        }
        return portraits;
    }

    private static String data(byte[] jpeg) {
        return "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(jpeg);
    }

    private static String three(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    /** {@code mm:ss}, or {@code h:mm:ss} from an hour on: the second that has begun. */
    private static String clock(long millis) {
        long seconds = millis / 1000;
        return seconds < 3600
                ? String.format(Locale.ROOT, "%02d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    /** Why a page could not be written, in words. */
    public static String reason(IOException failure) {
        return FileReason.wordsWithFile(failure);
    }
}
