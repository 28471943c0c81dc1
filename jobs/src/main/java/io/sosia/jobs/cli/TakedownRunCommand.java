package io.sosia.jobs.cli;

import io.sosia.detector.inference.ModelRefusedException;
import io.sosia.jobs.audit.AuditKind;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.jobs.scan.ScanStoppedException;
import io.sosia.jobs.scan.StopSignal;
import io.sosia.jobs.takedown.TakedownCase;
import io.sosia.jobs.takedown.search.CaseFinding;
import io.sosia.jobs.takedown.search.CasePage;
import io.sosia.jobs.takedown.search.CaseSearch;
import io.sosia.jobs.takedown.search.Coverage;
import io.sosia.jobs.takedown.search.Place;
import io.sosia.jobs.takedown.search.SearchListener;
import io.sosia.jobs.takedown.search.SearchResult;
import io.sosia.jobs.takedown.search.SearchStep;
import io.sosia.models.store.ModelUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code takedown run}: looks for the person that a case is about in everything that was scanned. */
@Command(
        name = "run",
        description = {
            "Looks for the person that a case is about in everything that scans have seen.",
            "The archive of sightings is searched, and videos that were named and that it lacks are looked at again.",
            "What is found is grouped by work and by character; a person decides on each ('review').",
            "Ctrl-C stops cleanly; the same command goes on from there. On a case that was searched it looks anew, and",
            "what was found keeps its number."
        },
        footer = {
            "%n\"Not found\" means: not in what was looked at, which the coverage line states, with how many strangers",
            "chance puts among the candidates."
        })
final class TakedownRunCommand implements Callable<Integer> {

    /** How long Ctrl-C waits for the frame at hand. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int TIMES = 3;

    private final Invocation invocation;

    @Parameters(paramLabel = "CASE", description = "For example C-000001")
    private String number = "";

    @Option(
            names = "--strangers",
            paramLabel = "N",
            defaultValue = "" + CaseSearch.STRANGERS,
            description =
                    "How many strangers chance may put among the candidates at most; more finds more, and more has"
                            + " to be looked at. Default: ${DEFAULT-VALUE}")
    private double strangers = CaseSearch.STRANGERS;

    @Option(
            names = "--somebody-else",
            description =
                    "Although the photos look like somebody registered: who checked identity has made sure that who"
                            + " asks is somebody else. It is kept in the audit log")
    private boolean somebodyElse;

    @Option(
            names = "--page",
            paramLabel = "FILE",
            description =
                    "Writes a page with the faces that were found, beside the case's photos, for its owner alone to"
                            + " read. Not into the home: what shows faces is sealed there")
    private Optional<Path> page = Optional.empty();

    TakedownRunCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call()
            throws NotReadyException, ModelUnavailableException, ModelRefusedException, ScanStoppedException {
        if (!(strangers > 0 && strangers < Double.POSITIVE_INFINITY)) {
            throw new UsageException("--strangers " + strangers + " is not above 0");
        }
        page.ifPresent(this::requireOutside);
        try (StopSignal stop = StopSignal.onShutdown(PATIENCE);
                Workplace workplace = Workplace.open(invocation)) {
            Optional<TakedownCase> found = workplace.cases().find(number);
            if (found.isEmpty()) {
                return CaseResults.unknown(invocation, number);
            }
            CaseSearch search = workplace.caseSearch();
            SearchResult result;
            try (Progress progress = new Progress(invocation)) {
                result = search.search(found.get(), strangers, somebodyElse, invocation.actor(), progress, stop);
            }
            show(result);
            boolean unwritten = page.isPresent() && !written(workplace, page.get(), result);
            return (unwritten || lacking(result) ? ExitCode.SOME_REFUSED : ExitCode.DONE).number();
        }
    }

    /** Before anything is searched. */
    private void requireOutside(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        Path folder = absolute.getParent();
        if (Files.isDirectory(absolute) || folder == null || !Files.isDirectory(folder)) {
            throw new UsageException("--page " + file + " is no file in a folder that there is");
        }
        try {
            Path real = folder.toRealPath();
            Path home = Files.exists(invocation.home()) ? invocation.home().toRealPath() : invocation.home();
            if (real.startsWith(home)) {
                throw new UsageException("--page " + file + " lies in the home " + invocation.home()
                        + ", where what shows faces is sealed; name a place outside");
            }
        } catch (IOException e) {
            throw new UsageException("--page " + file + " cannot be written: " + CasePage.reason(e));
        }
    }

    private boolean written(Workplace workplace, Path file, SearchResult result) throws NotReadyException {
        if (result.coverage().isEmpty()) {
            return true;
        }
        workplace.record(
                AuditKind.EXPORTED, List.of(), Map.of("what", "page with pictures", "case", result.caseNumber()));
        try {
            new CasePage(workplace.caseFindings())
                    .write(
                            file.toAbsolutePath().normalize(),
                            result,
                            result.coverage().get(),
                            workplace.cases().photos(number));
            invocation
                    .console()
                    .say("sosia: " + file + " shows faces in the clear; delete it when it has been looked at");
            return true;
        } catch (IOException e) {
            invocation.console().say("sosia: the page could not be written: " + CasePage.reason(e));
            return false;
        }
    }

    /** Whether something that was handed in or is known could not be processed. */
    private static boolean lacking(SearchResult result) {
        return !result.photos().refused().isEmpty()
                || (!result.stopped()
                        && result.coverage()
                                .map(coverage -> coverage.unreadInAll() > 0
                                        || coverage.archive()
                                                .filter(archive ->
                                                        !archive.damaged().isEmpty())
                                                .isPresent())
                                .orElse(true));
    }

    private void show(SearchResult result) {
        Results results = invocation.results();
        results.list(REFUSED, result.photos().refused());
        results.list(FINDING, result.findings());
        result.coverage().ifPresent(coverage -> results.single(COVERAGE, coverage));
        results.single(SUMMARY, result);
        if (result.stopped()) {
            invocation.console().say("sosia: stopped; the same command goes on from here");
        } else if (result.coverage().isEmpty()) {
            invocation
                    .console()
                    .say("sosia: none of the case's photos is of use, so that nobody could be searched for; 'sosia"
                            + " takedown complete " + result.caseNumber() + " --photo FILE' adds others");
        } else if (result.findings().isEmpty()) {
            invocation
                    .console()
                    .say("sosia: not found. " + result.coverage().get().statement());
        } else {
            invocation
                    .console()
                    .say("sosia: 'sosia review FINDING' decides on each; nothing follows from a finding before");
        }
    }

    private static final Shape<Coverage.Refused> REFUSED = Shape.<Coverage.Refused>of("photo")
            .field("photo", "PHOTO", Coverage.Refused::number)
            .field("outcome", "OUTCOME", photo -> "refused")
            .field("reason", "REASON", Coverage.Refused::reason)
            .field("detail", "DETAIL", Coverage.Refused::detail);

    private static final Shape<CaseFinding> FINDING = Shape.<CaseFinding>of("case_finding")
            .field("id", "FINDING", CaseFinding::id)
            .field("case", CaseFinding::caseNumber)
            .field("round", CaseFinding::round)
            .field("verdict", "VERDICT", CaseFinding::verdict)
            .field("work", "WORK", CaseFinding::work)
            .field("character", "CHARACTER", CaseFinding::character)
            .field("episodes", "EPISODES", CaseFinding::episodes, TakedownRunCommand::episodes)
            .field(
                    "places",
                    "SEEN AT",
                    f -> f.places().stream().map(TakedownRunCommand::place).toList(),
                    TakedownRunCommand::seen)
            .field("screen_ms", "SCREEN TIME", CaseFinding::screenMs, f -> clock(f.screenMs()))
            .field("similarity", "SIMILARITY", CaseFinding::score, f -> Figures.three(f.score()))
            .field("similarities", CaseFinding::similarities)
            .field("least", CaseFinding::least)
            .field("threshold", "SURE FROM", CaseFinding::threshold, f -> Figures.three(f.threshold()))
            .field("sure", CaseFinding::sure)
            .field("licensing", "LICENCES", CaseFinding::licensing)
            .field("uploader", "UPLOADER", CaseFinding::uploader)
            .field("named", CaseFinding::named)
            .field("cautions", CaseFinding::cautions)
            .field("pictures", CaseFinding::pictures)
            .field("explanation", "WHY", CaseFinding::explanation)
            .field("found", CaseFinding::found);

    private static Map<String, Object> place(Place place) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("episode", place.episode());
        fields.put("path", place.path());
        fields.put("video_sha256", place.videoSha256());
        fields.put("track", place.track());
        fields.put("start_ms", place.startMs());
        fields.put("end_ms", place.endMs());
        fields.put("similarity", place.score());
        fields.put("uploader", place.uploader());
        fields.put("published", place.published());
        fields.put("licensing", place.licensing());
        return fields;
    }

    private static String episodes(CaseFinding finding) {
        List<String> episodes = finding.episodes();
        return String.join(", ", episodes.stream().limit(TIMES).toList())
                + (episodes.size() > TIMES ? " and " + (episodes.size() - TIMES) + " more" : "");
    }

    private static String seen(CaseFinding finding) {
        return String.join(
                        ", ",
                        finding.places().stream()
                                .limit(TIMES)
                                .map(place -> clock(place.startMs()))
                                .toList())
                + (finding.places().size() > TIMES ? " and " + (finding.places().size() - TIMES) + " more" : "");
    }

    private static final Shape<Coverage> COVERAGE = Shape.<Coverage>of("coverage")
            .field("case", "case", Coverage::caseNumber)
            .field("round", Coverage::round)
            .field("at", Coverage::at)
            .field("complete", "complete", Coverage::complete)
            .field("statement", "looked at", Coverage::statement)
            .field("photos", c -> photos(c.photos()))
            .field("archive", c -> c.archive().map(TakedownRunCommand::archive))
            .field(
                    "named",
                    c -> c.named().stream().map(TakedownRunCommand::named).toList())
            .field("videos_again", c -> c.anew().videos())
            .field("video_ms_again", c -> c.anew().videoMs())
            .field(
                    "unread",
                    c -> c.unread().stream().map(TakedownRunCommand::unread).toList())
            .field("unread_in_all", "unread videos", Coverage::unreadInAll)
            .field("compared", "sightings compared", c -> c.strangers().compared())
            .field(
                    "least",
                    "shown from",
                    c -> c.strangers().least(),
                    c -> Figures.three(c.strangers().least()))
            .field("rate", c -> c.strangers().rate())
            .field(
                    "strangers_expected",
                    "strangers expected",
                    c -> c.strangers().expected(),
                    c -> String.format(Locale.ROOT, "%.2g", c.strangers().expected()))
            .field("named_compared", c -> c.strangers().namedCompared())
            .field("named_least", c -> c.strangers().namedLeast())
            .field("named_strangers_expected", c -> c.strangers().namedExpected())
            .field(
                    "sure_from",
                    "sure from",
                    c -> c.strangers().sure(),
                    c -> Figures.three(c.strangers().sure()))
            .field("sure_strangers_expected", c -> c.strangers().sureExpected())
            .field("population", c -> c.strangers().population())
            .field("provisional", c -> c.strangers().provisional())
            .field("candidates", "candidates", Coverage::candidates)
            .field("left_out", Coverage::leftOut)
            .field("quick_only", Coverage::quickOnly);

    private static Map<String, Object> photos(Coverage.Photos photos) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("registered", photos.registered());
        fields.put("used", photos.used());
        fields.put("refused", photos.refused().size());
        return fields;
    }

    private static Map<String, Object> archive(Coverage.Archive archive) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("kept_from", archive.keptFrom());
        fields.put("days", archive.days());
        fields.put("compared", archive.compared());
        fields.put("incomparable", archive.incomparable());
        fields.put("videos", archive.videos());
        fields.put("video_ms", archive.videoMs());
        fields.put("share_seen", archive.shareSeen());
        fields.put("without_sightings", archive.withoutSightings());
        fields.put("expired", archive.expired());
        fields.put(
                "damaged",
                archive.damaged().stream()
                        .map(damage -> {
                            Map<String, Object> part = new LinkedHashMap<>();
                            part.put("day", damage.day());
                            part.put("file", damage.file());
                            part.put("what", damage.what());
                            return part;
                        })
                        .toList());
        return fields;
    }

    private static Map<String, Object> named(Coverage.Named named) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("work", named.work());
        fields.put("episode", named.episode());
        fields.put("known", named.known());
        fields.put("archived", named.archived());
        fields.put("again", named.anew());
        fields.put("unread", named.unread());
        return fields;
    }

    private static Map<String, Object> unread(Coverage.Unread video) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("path", video.path());
        fields.put("work", video.work());
        fields.put("episode", video.episode());
        fields.put("reason", video.reason());
        fields.put("detail", video.detail());
        fields.put("partly", video.partly());
        fields.put("named", video.named());
        return fields;
    }

    private static final Shape<SearchResult> SUMMARY = Shape.<SearchResult>of("summary")
            .field("case", "case", SearchResult::caseNumber)
            .field("findings", "findings", result -> result.findings().size())
            .field("new", "new", SearchResult::fresh)
            .field(
                    "sure",
                    "sure",
                    result ->
                            result.findings().stream().filter(CaseFinding::sure).count())
            .field("stopped", SearchResult::stopped)
            .field("wall_ms", "took", SearchResult::wallMs, result -> clock(result.wallMs()));

    private static String clock(long millis) {
        return Durations.clock(Duration.ofMillis(millis));
    }

    /** Shows how far a search is. */
    private static final class Progress implements SearchListener, AutoCloseable {

        private final Invocation invocation;
        private Optional<SearchStep> step = Optional.empty();
        private Optional<ProgressDisplay> display = Optional.empty();

        Progress(Invocation invocation) {
            this.invocation = invocation;
        }

        @Override
        public void began(boolean resumed) {
            if (resumed) {
                close();
                invocation.console().say("sosia: going on with the search that was interrupted");
            }
        }

        @Override
        public void progress(SearchStep now, long done, long total) {
            if (!step.equals(Optional.of(now))) {
                close();
                step = Optional.of(now);
                display = Optional.of(ProgressDisplay.on(invocation.console(), invocation.clock(), now.words()));
            }
            display.ifPresent(shown -> shown.at(done, total, ""));
        }

        @Override
        public void close() {
            display.ifPresent(ProgressDisplay::close);
            display = Optional.empty();
            step = Optional.empty();
        }
    }
}
