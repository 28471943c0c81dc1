package io.sosia.jobs.scan;

import com.samskivert.mustache.MustacheException;
import io.sosia.indexer.enrolled.EnrolledFaces.Mode;
import io.sosia.indexer.match.Caution;
import io.sosia.indexer.match.Verdict;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.seal.PrivateFiles;
import io.sosia.jobs.config.Home;
import io.sosia.jobs.page.OthersText;
import io.sosia.jobs.page.PageTemplate;
import io.sosia.jobs.review.ReviewState;
import io.sosia.jobs.scan.RunLedger.Item;
import io.sosia.jobs.scan.RunLedger.Run;
import io.sosia.jobs.scan.RunLedger.State;
import io.sosia.jobs.scan.VideoResult.Status;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A run's page, drawn from what is stored, and again at any time; what is no longer stored is gone then. The one in the
 * home, {@code index.html} in the run's folder, keeps the facts and no picture: nothing in the home shows a face in the
 * open. With pictures it is written where somebody asks for it ({@link #writeWithPictures}).
 */
final class RunPage {

    /** The most serious first. */
    private static final List<Verdict> ORDER = List.of(
            Verdict.UNLICENSED, Verdict.OUT_OF_SCOPE, Verdict.LICENCE_EXPIRED, Verdict.REVIEW, Verdict.LICENSED);

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** What the drawn width of the likeness bar stands for: a cosine of 1. */
    private static final double BAR = 200;

    /** In a run's folder, as earlier versions left it. */
    private static final String PICTURES = "pictures";

    /** Whether a page has its pictures in it. */
    private enum Pictures {
        LEFT_OUT,
        WITHIN
    }

    private final Home home;
    private final RunLedger ledger;
    private final ResultStore results;

    RunPage(Home home, RunLedger ledger, ResultStore results) {
        this.home = home;
        this.ledger = ledger;
        this.results = results;
    }

    /** Where the page is or will be, absolute. */
    Path file(long run) {
        return folder(run).resolve("index.html");
    }

    private Path folder(long run) {
        return home.runs().resolve(RunLedger.id(run));
    }

    /** Draws the page in the home, and overwrites the pictures that earlier versions kept beside it. */
    void write(long run) {
        try {
            Home.createFolder(folder(run));
            draw(run, file(run), Pictures.LEFT_OUT);
            erasePictures(folder(run));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Writes the page with its pictures into one file that its owner alone can read; a file that is there is replaced, at
     * once or not at all. Pictures are opened one at a time.
     *
     * @throws IOException if it could not be written
     */
    void writeWithPictures(long run, Path file) throws IOException {
        draw(run, file, Pictures.WITHIN);
    }

    private void draw(long run, Path file, Pictures shown) throws IOException {
        Drawing drawing = new Drawing(shown);
        for (Item item : ledger.items(run)) {
            drawing.add(item);
        }
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Home.createFile(fresh);
        try (BufferedWriter out = Files.newBufferedWriter(fresh)) {
            PageTemplate.read(RunPage.class, "run").execute(drawing.page(ledger.run(run), ledger.summary(run)), out);
        } catch (MustacheException e) {
            PrivateFiles.erase(fresh);
            // What the template cannot write, a full disk for example, it tells of in its own way.
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw e;
        } catch (IOException | RuntimeException e) {
            PrivateFiles.erase(fresh);
            throw e;
        }
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Overwrites and deletes every picture that earlier versions kept in the folders of runs, and draws the pages of those
     * runs anew.
     *
     * @return how many pictures there were
     */
    int eraseAllPictures() {
        int erased = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(home.runs(), Files::isDirectory)) {
            for (Path folder : files) {
                if (!Files.isDirectory(folder.resolve(PICTURES), LinkOption.NOFOLLOW_LINKS)) {
                    continue;
                }
                // The page first: as long as the folder is there, this is not done yet.
                OptionalLong run = RunLedger.number(String.valueOf(folder.getFileName()));
                if (run.isPresent() && ledger.knows(run.getAsLong())) {
                    draw(run.getAsLong(), file(run.getAsLong()), Pictures.LEFT_OUT);
                }
                erased += erasePictures(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return erased;
    }

    private static int erasePictures(Path folder) throws IOException {
        Path pictures = folder.resolve(PICTURES);
        if (!Files.isDirectory(pictures, LinkOption.NOFOLLOW_LINKS)) {
            return 0;
        }
        int erased = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(pictures)) {
            for (Path file : files) {
                PrivateFiles.erase(file);
                erased++;
            }
        }
        Files.delete(pictures);
        return erased;
    }

    /** Overwrites and deletes a run's folder. */
    void erase(long run) {
        eraseFolder(folder(run));
    }

    /** The same for folders of runs that are not stored any more. */
    void eraseUnknown() {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(home.runs(), "R-*")) {
            for (Path folder : files) {
                OptionalLong run = RunLedger.number(String.valueOf(folder.getFileName()));
                if (run.isPresent() && !ledger.knows(run.getAsLong())) {
                    eraseFolder(folder);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void eraseFolder(Path folder) {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            erasePictures(folder);
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
                for (Path file : files) {
                    PrivateFiles.erase(file);
                }
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stored runs whose page, finished or half drawn, names a person. */
    List<Long> runsNaming(PersonId person) {
        List<Long> naming = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(home.runs(), "R-*")) {
            for (Path folder : files) {
                OptionalLong run = RunLedger.number(String.valueOf(folder.getFileName()));
                if (run.isPresent()
                        && ledger.knows(run.getAsLong())
                        && (names(folder.resolve("index.html"), person)
                                || names(folder.resolve("index.html.new"), person))) {
                    naming.add(run.getAsLong());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return naming;
    }

    /** A person's id needs no escaping and is ASCII, so that bytes can be compared whatever half a character ends them. */
    private static boolean names(Path page, PersonId person) throws IOException {
        return Files.isRegularFile(page)
                && Files.readString(page, StandardCharsets.ISO_8859_1).contains(person.value());
    }

    /** A path in pieces, between which a line may end: a browser left to itself ends it within a name. */
    static List<String> pieces(String path) {
        return List.of(OthersText.clean(path).split("(?<=/)", -1));
    }

    /** {@code mm:ss}, or {@code h:mm:ss} from an hour on: the second that has begun, as players show it. */
    static String time(long millis) {
        long seconds = millis / 1000;
        return seconds < 3600
                ? String.format(Locale.ROOT, "%02d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    private static String sentence(String text) {
        return text.isEmpty()
                ? text
                : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + (text.endsWith(".") ? "" : ".");
    }

    private static String title(Verdict verdict) {
        return switch (verdict) {
            case UNLICENSED -> "No licence";
            case OUT_OF_SCOPE -> "Outside the licence";
            case LICENCE_EXPIRED -> "Licence ended";
            case REVIEW -> "Please look";
            case LICENSED -> "Licensed";
        };
    }

    private static String meaning(Verdict verdict) {
        return switch (verdict) {
            case UNLICENSED -> "A registered person was found, and the uploader holds no licence of theirs.";
            case OUT_OF_SCOPE ->
                "The uploader holds a licence of this person, but not for this work, use or territory.";
            case LICENCE_EXPIRED -> "A licence covers this in everything but time.";
            case REVIEW ->
                "Who these are is not sure; beside each stands why. Nothing follows from these until somebody has looked.";
            case LICENSED -> "A licence covers these, on the upload's day and on the day of the scan.";
        };
    }

    private static String words(Verdict verdict) {
        return switch (verdict) {
            case UNLICENSED -> "none";
            case OUT_OF_SCOPE -> "not for this work, use or territory";
            case LICENCE_EXPIRED -> "ended or not begun";
            case REVIEW -> "to be decided";
            case LICENSED -> "covered";
        };
    }

    /** One page being drawn. */
    private final class Drawing {

        private final Pictures shown;
        private final Map<Verdict, List<FindingView>> findings = new EnumMap<>(Verdict.class);
        private final List<UnscannedView> unscanned = new ArrayList<>();
        private int inputs;
        private int unreached;
        private double seenMillis;
        private long videoMillis;
        private long frames;
        private long faces;
        private long facesTooSmall;
        private long tracks;
        private long longestGap;
        private int found;
        private final Set<Conditions> conditions = new LinkedHashSet<>();

        Drawing(Pictures shown) {
            this.shown = shown;
        }

        void add(Item item) {
            inputs++;
            if (item.reason().isPresent()) {
                unscanned.add(new UnscannedView(
                        pieces(item.shown()),
                        item.reason().get(),
                        OthersText.clean(item.detail().orElse("")),
                        false));
                return;
            }
            if (item.result().isEmpty()) {
                unreached++;
                return;
            }
            long number = item.result().getAsLong();
            ResultStore.StoredResult result = results.result(number);
            if (result.status() != Status.SCANNED) {
                unscanned.add(new UnscannedView(
                        pieces(item.shown()),
                        result.reason().orElse(""),
                        OthersText.clean(result.detail().orElse("")),
                        result.status() == Status.PARTLY));
            }
            conditions.add(result.conditions());
            videoMillis += result.looked().durationMs();
            seenMillis += result.looked().shareSeen() * result.looked().durationMs();
            frames += result.looked().frames();
            faces += result.looked().faces();
            facesTooSmall += result.looked().facesTooSmall();
            tracks += result.looked().tracks();
            longestGap = Math.max(longestGap, result.looked().longestGapMs());
            List<Finding> here = results.findingsOf(number);
            if (here.isEmpty()) {
                return;
            }
            Map<Long, List<Long>> times = results.pictureTimes(number);
            for (Finding finding : here) {
                found++;
                long id = Finding.number(finding.id()).orElseThrow();
                findings.computeIfAbsent(finding.verdict(), verdict -> new ArrayList<>())
                        .add(view(finding, times.getOrDefault(id, List.of()), number));
            }
        }

        private List<ShotView> shots(long result, long id, List<Long> times) {
            return switch (shown) {
                case LEFT_OUT -> List.of();
                case WITHIN -> {
                    List<ShotView> shots = new ArrayList<>();
                    for (int picture = 1; picture <= times.size(); picture++) {
                        shots.add(new ShotView(results, result, id, picture, time(times.get(picture - 1))));
                    }
                    yield shots;
                }
            };
        }

        private FindingView view(Finding finding, List<Long> times, long result) {
            long id = Finding.number(finding.id()).orElseThrow();
            List<String> leftOut = shown == Pictures.WITHIN
                    ? List.of()
                    : times.stream().map(RunPage::time).toList();
            StringBuilder upload = new StringBuilder(finding.uploader()
                    .map(account -> "by " + OthersText.clean(account))
                    .orElse("by an unknown account"));
            finding.published().ifPresent(when -> upload.append(", published ").append(TIME.format(when)));
            finding.territory().ifPresent(territory -> upload.append(", in ").append(territory));
            return new FindingView(
                    finding.id(),
                    finding.person(),
                    OthersText.clean(finding.work()),
                    OthersText.clean(finding.episode()),
                    title(finding.verdict()),
                    sentence(OthersText.clean(finding.explanation())),
                    shots(result, id, times),
                    leftOut,
                    finding.appearances().stream()
                            .map(seen -> time(seen.startMs()) + "–" + time(seen.endMs()))
                            .toList(),
                    String.format(Locale.ROOT, "%.3f", finding.similarity()),
                    recognisers(finding),
                    finding.cautions().orElse(List.of()).stream()
                            .map(Caution::name)
                            .toList(),
                    reviewed(finding),
                    finding.frames().filter(frames -> frames.looked() > 0).stream()
                            .map(frames -> frames.agreeing() + " of " + frames.looked()
                                    + (frames.looked() == 1 ? " frame" : " frames") + " by itself")
                            .toList(),
                    String.format(Locale.ROOT, "%.3f", finding.threshold()),
                    String.format(Locale.ROOT, "%.1f", BAR * Math.clamp(finding.similarity(), 0, 1)),
                    String.format(Locale.ROOT, "%.1f", BAR * Math.clamp(finding.threshold(), 0, 1) - 0.6),
                    finding.grounds().map(Drawing::support).stream().toList(),
                    finding.grounds().map(Drawing::rests).stream().toList(),
                    finding.runnerUp()
                            .map(next -> String.format(Locale.ROOT, "%.3f, %s", next.similarity(), next.person()))
                            // Nobody else was registered, or they have been erased since: which, is not for the page.
                            .orElse("not shown"),
                    finding.also().map(others -> String.join(", ", others)).stream()
                            .toList(),
                    finding.verdict() == Verdict.REVIEW
                            ? "shown once somebody has confirmed who it is"
                            : "on the upload's day: " + words(finding.onUpload()) + "; on " + finding.day() + ": "
                                    + words(finding.today()),
                    upload.toString(),
                    pieces(finding.path()),
                    finding.videoSha256());
        }

        /** How much the likeness says, and for what against what; never how probable it is that it is somebody. */
        private static String support(Grounds grounds) {
            Grounds.Ratio ratio = grounds.likelihoodRatio();
            return String.format(
                    Locale.ROOT,
                    "%s (%s): such a likeness is %s as probable if %s as if %s, by the scores of %s%s",
                    sentence(OthersText.clean(ratio.words())).replaceFirst("[.]$", ""),
                    OthersText.clean(ratio.scale()),
                    times(ratio.log10()),
                    ratio.first(),
                    ratio.second(),
                    OthersText.clean(ratio.population()),
                    ratio.capped() ? "; more than that the data does not bear out" : "");
        }

        private static String times(double log10) {
            double ratio = Math.pow(10, log10);
            return ratio >= 10
                    ? String.format(Locale.ROOT, "%,.0f times", ratio)
                    : String.format(Locale.ROOT, "%.2g times", ratio);
        }

        /** Without a night's size the budget binds nothing yet; the share of tracks does. */
        private static String budget(Grounds.Budget budget) {
            String share = String.format(Locale.ROOT, "%.2g %% of strangers' tracks", 100 * budget.perTrack());
            return budget.tracksPerNight().isEmpty()
                    ? share + " at most may be findings, how many tracks a night has not being known"
                    : share + ", for " + String.format(Locale.ROOT, "%.3g", budget.alarmsPerNight())
                            + " false alarms a night";
        }

        private static String rests(Grounds grounds) {
            Grounds.Calibrated calibration = grounds.calibration();
            return String.format(
                    Locale.ROOT,
                    "%s, %+.3f from the threshold; %d people searched for; %s; %s",
                    grounds.mode(),
                    grounds.aboveThreshold(),
                    grounds.budget().people(),
                    budget(grounds.budget()),
                    calibration.provisional()
                            ? "provisional: not calibrated on this platform yet, but by the table of the population "
                                    + calibration.population() + " (" + OthersText.clean(calibration.description())
                                    + ")"
                            : "calibration " + calibration.version() + " of " + TIME.format(calibration.date()) + ", "
                                    + OthersText.clean(calibration.description()));
        }

        /** What each says, where more than one has decided, or one alone of several. */
        private static List<String> recognisers(Finding finding) {
            if (finding.conditions().strong().isEmpty()) {
                return List.of();
            }
            return finding.similarities().orElse(Map.of()).entrySet().stream()
                    .map(said -> String.format(Locale.ROOT, "%s %.3f", said.getKey(), said.getValue()))
                    .toList();
        }

        PageView page(Run run, Optional<ScanSummary> summary) {
            boolean nobody = summary.flatMap(ScanSummary::people)
                    .filter(people -> people == 0)
                    .isPresent();
            List<SectionView> sections = new ArrayList<>();
            for (Verdict verdict : ORDER) {
                List<FindingView> here = findings.getOrDefault(verdict, List.of());
                if (!here.isEmpty()) {
                    sections.add(new SectionView(verdict.name(), title(verdict), meaning(verdict), here.size(), here));
                }
            }
            int looked = inputs
                    - unreached
                    - (int) unscanned.stream().filter(view -> !view.partly).count();
            List<Tile> tiles = List.of(
                    new Tile(String.valueOf(found), found == 1 ? "finding" : "findings"),
                    new Tile(looked + " of " + inputs, "videos looked at"),
                    new Tile(String.valueOf(unscanned.size()), "not, or only in part"),
                    new Tile(time(videoMillis + 500), "running time"));
            List<String> notices = new ArrayList<>();
            if (unreached > 0) {
                notices.add("The scan was stopped before it reached " + unreached
                        + " of the videos. The same command goes on where it stopped.");
            }
            summary.flatMap(ScanSummary::alarms)
                    .ifPresent(alarms ->
                            alarms.warnings().forEach(warning -> notices.add(sentence(OthersText.clean(warning)))));
            if (run.state() == State.FAILED) {
                notices.add("The scan ended with an error.");
            }
            return new PageView(
                    RunLedger.id(run.run()),
                    shown == Pictures.LEFT_OUT && found > 0,
                    shown == Pictures.WITHIN,
                    headline(looked, nobody),
                    TIME.format(run.ended().orElse(run.started())),
                    tiles,
                    notices,
                    sections,
                    nothingFound(looked, looked == inputs && unscanned.isEmpty(), nobody),
                    !unscanned.isEmpty(),
                    unscanned,
                    unreached == 0 ? "Every video was looked at." : "Every video that was reached was looked at.",
                    facts(run, summary));
        }

        private static String nothingFound(int looked, boolean all, boolean nobody) {
            if (nobody) {
                return "Nobody was registered with a consent that was valid, so nobody could be found.";
            }
            if (looked == 0) {
                return "Nothing is known, since nothing could be looked at.";
            }
            return all
                    ? "No registered face was found in any of the videos."
                    : "No registered face was found in what was looked at.";
        }

        /** Never says that nobody is there where nobody looked, or for nobody. */
        private String headline(int looked, boolean nobody) {
            if (found > 0) {
                return found + (found == 1 ? " finding" : " findings");
            }
            if (looked == 0) {
                return "Nothing could be looked at";
            }
            if (nobody) {
                return "Nobody was looked for";
            }
            return looked == inputs
                    ? "No registered face was found"
                    : "No registered face was found in the " + looked + " of " + inputs + " videos that were looked at";
        }

        private static String searched(ScanSummary done) {
            String repeated = "of " + done.searchesVerified() + " searches repeated exactly, " + done.searchesAgreed()
                    + " agreed";
            return done.templates() + " templates, "
                    + switch (Mode.valueOf(done.searchMode())) {
                        case EXACT -> "all compared in every search";
                        case CODES -> "by short codes of all, then the nearest compared; " + repeated;
                        case GRAPH -> "by a graph; " + repeated;
                    }
                    + (done.searchesCut() == 0
                            ? ""
                            : "; " + done.searchesCut() + " searches compared fewer people than they should have, so"
                                    + " that somebody may be missed");
        }

        private static String alarms(Alarms alarms) {
            return String.format(
                    Locale.ROOT,
                    "%d of %,d tracks are findings that no licence covers, or for review; %.1f were expected by"
                            + " chance, and the budget of a night is %.1f%s",
                    alarms.observed(),
                    alarms.tracks(),
                    alarms.expected(),
                    alarms.budget(),
                    alarms.provisional() ? " (provisional)" : "");
        }

        private List<Fact> facts(Run run, Optional<ScanSummary> summary) {
            List<Fact> facts = new ArrayList<>();
            facts.add(new Fact("Started", TIME.format(run.started())));
            facts.add(new Fact("Ended", run.ended().map(TIME::format).orElse("not yet")));
            summary.ifPresent(done -> {
                facts.add(new Fact(
                        "Speed",
                        done.videoMsNow() == 0
                                ? "nothing had to be looked at anew"
                                : String.format(Locale.ROOT, "%.1f × real time", done.realtimeFactor())));
                facts.add(new Fact("Unchanged since an earlier scan", String.valueOf(done.unchanged())));
                facts.add(new Fact("Other files in the folders, passed over", String.valueOf(done.passedOver())));
                facts.add(new Fact("Searched in", searched(done)));
                done.alarms().ifPresent(alarms -> facts.add(new Fact("Alarms", alarms(alarms))));
            });
            facts.add(new Fact(
                    "Coverage",
                    String.format(
                            Locale.ROOT,
                            "%,d frames looked at; %.1f %% of the running time lies near one; longest gap %s s",
                            frames,
                            videoMillis == 0 ? 0 : 100 * seenMillis / videoMillis,
                            String.format(Locale.ROOT, "%.1f", longestGap / 1000.0))));
            facts.add(new Fact(
                    "Faces",
                    String.format(
                            Locale.ROOT,
                            "%,d in %,d tracks; %,d too small to tell whose they are",
                            faces,
                            tracks,
                            facesTooSmall)));
            AskedFor asked = JsonLines.read(run.description(), AskedFor.class);
            facts.add(new Fact(
                    "Asked for",
                    asked.places().stream()
                            .flatMap(place -> Stream.concat(pieces(place).stream(), Stream.of(" ")))
                            .toList()));
            facts.add(new Fact("Sampling", asked.sampling()));
            searchedBy(facts);
            return facts;
        }

        /** By what the videos were searched, whether or not anybody was found. */
        private void searchedBy(List<Fact> facts) {
            add(
                    facts,
                    "Detector",
                    c -> Stream.of(c.detector() + ", SHA-256 " + c.detectorSha256() + ", longer side " + c.longSide()
                            + " pixels"));
            add(facts, "Recogniser", c -> Stream.of(c.recogniser() + ", SHA-256 " + c.recogniserSha256()));
            add(facts, "Space", c -> Stream.of(c.space()));
            add(
                    facts,
                    "Looking closer",
                    c -> c.strong().stream().map(strong -> strong.recogniser() + ", SHA-256 " + strong.sha256()));
            add(facts, "Its space", c -> c.strong().stream().map(Conditions.Strong::space));
            add(
                    facts,
                    "Rule",
                    c -> Stream.of(String.format(
                            Locale.ROOT,
                            "threshold %.3f; within %.3f of it, or with the next person within %.3f, somebody must look",
                            c.threshold(),
                            c.reviewMargin(),
                            c.runnerUpMargin())));
            List<String> versions =
                    conditions.stream()
                            .map(Conditions::registerVersion)
                            .collect(Collectors.toCollection(TreeSet::new))
                            .stream()
                            .map(String::valueOf)
                            .toList();
            if (versions.size() == 1) {
                facts.add(new Fact("Register", "version " + versions.getFirst()));
            } else if (!versions.isEmpty()) {
                facts.add(new Fact(
                        "Register",
                        "changed between the videos: versions " + String.join(", ", versions)
                                + "; who was added meanwhile was not looked for in all of them"));
            }
        }

        /** What all videos were searched by, or each of several if it changed between them. */
        private void add(List<Fact> facts, String label, Function<Conditions, Stream<String>> of) {
            List<String> values = conditions.stream().flatMap(of).distinct().toList();
            if (!values.isEmpty()) {
                facts.add(new Fact(label, String.join("; changed to: ", values)));
            }
        }
    }

    // What the template names. Every value is text that is ready to be read, and escaped when it is written.

    record PageView(
            String run,
            boolean picturesLeftOut,
            boolean picturesWithin,
            String headline,
            String when,
            List<Tile> tiles,
            List<String> notices,
            List<SectionView> sections,
            String nothingFound,
            boolean hasUnscanned,
            List<UnscannedView> unscanned,
            String unscannedNone,
            List<Fact> facts) {}

    record Tile(String value, String label) {}

    record Fact(String label, List<String> pieces) {
        Fact(String label, String value) {
            this(label, List.of(value));
        }
    }

    /** What people have said of it, and of the same face before. */
    private static List<String> reviewed(Finding finding) {
        List<String> reviewed = new ArrayList<>();
        finding.review().map(ReviewState::valueOf).map(RunPage::words).ifPresent(reviewed::add);
        finding.confirmedBefore()
                .filter(before -> !before.finding().equals(finding.id()))
                .map(before ->
                        "confirmed before as " + before.finding() + (before.sameBytes() ? ", the same file" : ""))
                .ifPresent(reviewed::add);
        return reviewed;
    }

    private static String words(ReviewState state) {
        return switch (state) {
            case OPEN -> "nobody has decided yet";
            case PENDING_SECOND -> "one has decided, and another has to agree";
            case DISPUTED -> "two do not agree, and a third has to decide";
            case CONFIRMED -> "it is the person";
            case REJECTED -> "it is somebody else";
            case LICENSED -> "it is the person, who allowed it";
        };
    }

    record SectionView(String code, String title, String meaning, int count, List<FindingView> findings) {}

    record FindingView(
            String id,
            String person,
            String work,
            String episode,
            String title,
            String explanation,
            List<ShotView> shots,
            List<String> leftOut,
            List<String> times,
            String similarity,
            List<String> recognisers,
            List<String> cautions,
            List<String> reviewed,
            List<String> frames,
            String threshold,
            String barValue,
            String barMark,
            List<String> support,
            List<String> rests,
            String runnerUp,
            List<String> also,
            String licences,
            String upload,
            List<String> path,
            String sha256) {

        boolean hasLeftOut() {
            return !leftOut.isEmpty();
        }
    }

    /** A picture, read and opened when it is written down: a night's together would not fit into memory. */
    record ShotView(ResultStore results, long result, long finding, int picture, String time) {

        /** Empty where it has been erased while the page was being written. */
        String source() {
            return results.picture(result, finding, picture)
                    .map(jpeg -> "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(jpeg))
                    .orElse("");
        }
    }

    record UnscannedView(List<String> path, String reason, String detail, boolean partly) {}
}
