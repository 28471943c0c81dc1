package io.sosia.jobs.cli;

import io.sosia.detector.embed.OnnxFaceEmbedder;
import io.sosia.detector.inference.ModelRefusedException;
import io.sosia.detector.pipeline.FaceModels;
import io.sosia.indexer.calibration.DecisionRule;
import io.sosia.indexer.match.Fusion;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.indexer.registry.SqlRegister;
import io.sosia.indexer.registry.SqlSubjectKeys;
import io.sosia.indexer.seal.KeyUnavailableException;
import io.sosia.indexer.seal.MasterKey;
import io.sosia.indexer.seal.SigningKey;
import io.sosia.indexer.sighting.ArchiveDamage;
import io.sosia.indexer.sighting.ArchiveUnavailableException;
import io.sosia.indexer.sighting.SealedSightings;
import io.sosia.indexer.sighting.SightingArchive;
import io.sosia.jobs.audit.AuditEvent;
import io.sosia.jobs.audit.AuditKind;
import io.sosia.jobs.audit.AuditPosition;
import io.sosia.jobs.audit.AuditSubject;
import io.sosia.jobs.audit.StoredAuditTrail;
import io.sosia.jobs.batch.DatabaseFile;
import io.sosia.jobs.config.Home;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.jobs.config.ScanSettings;
import io.sosia.jobs.config.Settings;
import io.sosia.jobs.config.SightingSettings;
import io.sosia.jobs.retention.AuditedErasures;
import io.sosia.jobs.retention.CasePart;
import io.sosia.jobs.retention.CasesStep;
import io.sosia.jobs.retention.CompactStep;
import io.sosia.jobs.retention.ConsentsStep;
import io.sosia.jobs.retention.DeadlinesStep;
import io.sosia.jobs.retention.Erasures;
import io.sosia.jobs.retention.FindingsPart;
import io.sosia.jobs.retention.PeopleStep;
import io.sosia.jobs.retention.PicturesStep;
import io.sosia.jobs.retention.RegisterPart;
import io.sosia.jobs.retention.RetentionJob;
import io.sosia.jobs.retention.RetentionStep;
import io.sosia.jobs.retention.ReviewsPart;
import io.sosia.jobs.retention.RunsStep;
import io.sosia.jobs.retention.SearchesPart;
import io.sosia.jobs.retention.SightingsStep;
import io.sosia.jobs.retention.UnfinishedStep;
import io.sosia.jobs.review.FindingId;
import io.sosia.jobs.review.Opinion;
import io.sosia.jobs.review.ReviewDesk;
import io.sosia.jobs.review.ReviewState;
import io.sosia.jobs.review.Reviewable;
import io.sosia.jobs.review.SameFace;
import io.sosia.jobs.review.SecondReviewer;
import io.sosia.jobs.review.StoredLessons;
import io.sosia.jobs.review.StoredReviews;
import io.sosia.jobs.scan.DecisionBasis;
import io.sosia.jobs.scan.FindingStore;
import io.sosia.jobs.scan.PicturesAtRest;
import io.sosia.jobs.scan.ReviewableFindings;
import io.sosia.jobs.scan.RunPages;
import io.sosia.jobs.scan.ScanService;
import io.sosia.jobs.scan.SightingKeeper;
import io.sosia.jobs.scan.StandardScans;
import io.sosia.jobs.scan.StoredCalibrations;
import io.sosia.jobs.scan.StoredFindings;
import io.sosia.jobs.takedown.CaseDesk;
import io.sosia.jobs.takedown.DeadlinePolicies;
import io.sosia.jobs.takedown.StoredCases;
import io.sosia.jobs.takedown.TakedownCases;
import io.sosia.jobs.takedown.search.CaseReviewables;
import io.sosia.jobs.takedown.search.CaseSearch;
import io.sosia.jobs.takedown.search.StandardSearch;
import io.sosia.jobs.takedown.search.StoredCaseFindings;
import io.sosia.models.catalogue.ModelCard;
import io.sosia.models.catalogue.ModelCatalogue;
import io.sosia.models.digest.Sha256;
import io.sosia.models.store.FetchProgress;
import io.sosia.models.store.ModelStore;
import io.sosia.models.store.ModelUnavailableException;
import io.sosia.models.store.VerifiedModel;
import io.sosia.models.vector.Cosine;
import io.sosia.models.vector.EmbeddingSpace;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The home and what is kept in it, each part opened when a command first asks for it, and all closed with this, the last
 * opened first. Serves one thread.
 */
final class Workplace implements AutoCloseable {

    /** Name the PostgreSQL account; from the environment alone, since a settings file is copied about. */
    private static final String USER_VARIABLE = "SOSIA_DB_USER";

    private static final String PASSWORD_VARIABLE = "SOSIA_DB_PASSWORD";

    /**
     * A whole register of 7,000 people with two portraits, and under a minute of a scan's time: 1,493 people with 3,081
     * take 4 s.
     */
    private static final long MOST_PAIRS = 200_000_000;

    /** In what is written down, longer text stands with its digest. */
    private static final int LONG_FACT = 400;

    private final Invocation invocation;
    private final Home home;
    private final Settings settings;
    private final List<Path> modelFolders;
    private final Deque<Runnable> opened = new ArrayDeque<>();
    private @Nullable RegisterDatabase database;
    private @Nullable FaceModels faceModels;
    private @Nullable MasterKey masterKey;
    private @Nullable SqlSubjectKeys keys;
    private @Nullable SqlRegister register;
    private @Nullable StoredAuditTrail audit;
    private String settingsDigest = "";

    private Workplace(Invocation invocation, Home home, Settings settings, List<Path> modelFolders) {
        this.invocation = invocation;
        this.home = home;
        this.settings = settings;
        this.modelFolders = List.copyOf(modelFolders);
    }

    /**
     * Opens the home, creating what it lacks.
     *
     * @throws NotReadyException if it or its settings cannot be used
     */
    static Workplace open(Invocation invocation) throws NotReadyException {
        return open(invocation, List.of());
    }

    /** The same, with further folders in which models are looked for. */
    static Workplace open(Invocation invocation, List<Path> modelFolders) throws NotReadyException {
        Home home = Home.prepare(invocation.home());
        return new Workplace(invocation, home, Settings.read(home, invocation.variables()), modelFolders);
    }

    /**
     * Opens a home as one that nobody has set anything for: what its {@code sosia.json} and the environment say of
     * databases is not asked, so that everything stays in the home itself.
     *
     * @throws NotReadyException if it cannot be used
     */
    static Workplace openSelfContained(Invocation invocation, List<Path> modelFolders) throws NotReadyException {
        Settings defaults = Settings.defaults();
        return new Workplace(
                invocation,
                Home.prepare(invocation.home()),
                new Settings(
                        defaults.database(),
                        defaults.scan(),
                        SightingSettings.none(),
                        defaults.takedowns(),
                        defaults.retention(),
                        defaults.review()),
                modelFolders);
    }

    /** The same for a home in which everybody is drawn, and decided about as others are ({@code scan.stylised}). */
    static Workplace openForDrawnPeople(Invocation invocation, List<Path> modelFolders) throws NotReadyException {
        Settings defaults = Settings.defaults();
        return new Workplace(
                invocation,
                Home.prepare(invocation.home()),
                new Settings(
                        defaults.database(),
                        defaults.scan().decidingStylised(),
                        SightingSettings.none(),
                        defaults.takedowns(),
                        defaults.retention(),
                        defaults.review()),
                modelFolders);
    }

    Home home() {
        return home;
    }

    Settings settings() {
        return settings;
    }

    /** The database with everything that must not be lost. */
    RegisterDatabase database() {
        RegisterDatabase open = database;
        if (open == null) {
            open = settings.database()
                    .url()
                    .map(url -> RegisterDatabase.open(url, variable(USER_VARIABLE), variable(PASSWORD_VARIABLE)))
                    .orElseGet(() -> RegisterDatabase.open(home.database()));
            opened.push(open::close);
            database = open;
        }
        return open;
    }

    private String variable(String name) {
        return invocation.variables().getOrDefault(name, "");
    }

    /**
     * Who is registered. The first opening of a register that an earlier version wrote seals everybody in it, and then the
     * pictures that lie in the open, since writing the database anew must not copy what is plain.
     *
     * @throws NotReadyException if the master key is missing, none, or not the register's
     */
    SqlRegister register() throws NotReadyException {
        SqlRegister known = register;
        if (known != null) {
            return known;
        }
        try (SealingDisplay display = new SealingDisplay(invocation)) {
            SqlRegister opening = database().register(keys(), invocation.clock(), display);
            PicturesAtRest.tidy(home, database(), keys());
            register = opening;
            return opening;
        }
    }

    /** What scans have found. */
    FindingStore findings() throws NotReadyException {
        register();
        return StoredFindings.open(home, database(), keys());
    }

    /** Takes people's decisions on findings. */
    ReviewDesk reviews() throws NotReadyException {
        StoredAuditTrail trail = audit();
        return new ReviewDesk(
                database(),
                register(),
                StoredReviews.open(database(), keys()),
                new StoredLessons(database().dataSource(), keys()),
                List.of(
                        ReviewableFindings.open(database(), keys(), fusion()),
                        new CaseReviewables(
                                database().dataSource(), keys(), cases(), StoredReviews.open(database(), keys()))),
                SecondReviewer.parse(settings.review().secondReviewer()),
                (finding, opinion, state) -> trail.record(decided(finding, opinion, state)),
                invocation.clock());
    }

    private AuditEvent decided(Reviewable finding, Opinion opinion, ReviewState state) {
        Map<String, String> facts = new HashMap<>(Map.of(
                "finding",
                FindingId.of(finding.finding()),
                "round",
                String.valueOf(finding.round()),
                "decision",
                opinion.decision().name(),
                "review",
                state.name()));
        opinion.licence().ifPresent(licence -> facts.put("licence", licence));
        finding.caseNumber().ifPresent(number -> facts.put("case", number));
        return new AuditEvent(
                AuditKind.DECIDED,
                invocation.actor(),
                List.of(AuditSubject.person(finding.person().id().value()), AuditSubject.reviewer(opinion.by())),
                facts);
    }

    /** Tells whether two tracks show one face. */
    SameFace sameFace() throws NotReadyException {
        return new SameFace(fusion());
    }

    /** Erases people and cases wherever something of them is kept. */
    Erasures erasures() throws NotReadyException {
        return new Erasures(
                database(),
                keys(),
                signingKey(),
                List.of(
                        new RegisterPart(register()),
                        new FindingsPart(findings()),
                        // Before the case itself, which knows whom it is about.
                        new SearchesPart(caseFindings(), cases()),
                        new ReviewsPart(StoredReviews.open(database(), keys()), register(), findings()),
                        new CasePart(cases(), invocation.clock())),
                new AuditedErasures(audit(), invocation.actor()),
                invocation.clock());
    }

    /** The nightly job. */
    RetentionJob retention() throws NotReadyException {
        FindingStore findings = findings();
        Erasures erasures = erasures();
        StoredReviews reviews = StoredReviews.open(database(), keys());
        // What is confirmed may have to be shown in a dispute.
        LongPredicate kept = finding -> reviews.state(finding, 1) == ReviewState.CONFIRMED;
        List<RetentionStep> steps = new ArrayList<>();
        steps.add(new UnfinishedStep(erasures));
        if (SealedSightings.exists(home.sightings())) {
            steps.add(new SightingsStep(sightings(), settings.sightings(), invocation.clock()));
        }
        steps.add(new ConsentsStep(register(), erasures, settings.retention().expiredConsent(), invocation.clock()));
        steps.add(new CasesStep(cases(), erasures, invocation.clock()));
        steps.add(new PicturesStep(findings, kept, settings.retention().pictures(), invocation.clock()));
        steps.add(new RunsStep(findings, kept, settings.retention().runs(), invocation.clock()));
        steps.add(new DeadlinesStep(cases(), invocation.clock()));
        steps.add(new PeopleStep(register()));
        steps.add(new CompactStep(new DatabaseFile(database())));
        return new RetentionJob(home, database(), steps, invocation.clock());
    }

    /** Reads every kept sighting and names what is not as it was written. */
    List<ArchiveDamage> verifySightings() throws NotReadyException {
        return SealedSightings.exists(home.sightings()) ? sightings().verify() : List.of();
    }

    /** What scans' pages show. */
    RunPages pages() throws NotReadyException {
        register();
        return RunPages.open(home, database(), keys());
    }

    /**
     * Takedown cases.
     *
     * @throws NotReadyException if the master key is missing, none, or not the register's
     */
    TakedownCases cases() throws NotReadyException {
        return StoredCases.open(database(), keys(), settings.takedowns()).audited(audit(), invocation.actor());
    }

    /** Where cases are handled. */
    CaseDesk desk() throws NotReadyException {
        return new CaseDesk(cases(), caseFindings(), StoredReviews.open(database(), keys()), settings.takedowns());
    }

    /** What was found for cases. */
    StoredCaseFindings caseFindings() throws NotReadyException {
        return StoredCaseFindings.open(database(), keys());
    }

    /**
     * A search for cases, with the real parts.
     *
     * @throws NotReadyException if a key is missing, or nothing was measured for the settings' recognisers
     */
    CaseSearch caseSearch() throws NotReadyException, ModelUnavailableException, ModelRefusedException {
        ModelCatalogue catalogue = ModelCatalogue.standard();
        ModelCard recogniser = recogniserCard(catalogue);
        Optional<ModelCard> strong = strongRecogniserCard(catalogue);
        // Before models are loaded, and perhaps fetched.
        StandardSearch.calibration(database(), settings.scan(), recogniser, strong);
        Optional<SightingArchive> archive =
                SealedSightings.exists(home.sightings()) ? Optional.of(sightings()) : Optional.empty();
        return StandardSearch.open(
                home,
                database(),
                register(),
                cases(),
                keys(),
                StoredReviews.open(database(), keys()),
                audit(),
                archive,
                settings.sightings(),
                settings.scan(),
                faceModels(),
                recogniser,
                strong,
                invocation.clock());
    }

    /** Until when cases are answered; read anew each time. */
    DeadlinePolicies deadlines() throws NotReadyException {
        return DeadlinePolicies.read(home.root().resolve(settings.takedowns().deadlines()));
    }

    /** From which similarity on a scan takes somebody for a registered person. */
    DecisionRule rule() throws NotReadyException {
        return basis().rule(settings.scan().reviewMargin(), settings.scan().runnerUpMargin());
    }

    /** On what a scan's decisions would rest now. */
    DecisionBasis basis() throws NotReadyException {
        ModelCatalogue catalogue = ModelCatalogue.standard();
        return StandardScans.basis(
                settings.scan(),
                recogniserCard(catalogue),
                strongRecogniserCard(catalogue),
                register().searchable(invocation.today()).size(),
                StoredCalibrations.open(database()));
    }

    /** How faces are compared here. */
    Fusion fusion() throws NotReadyException {
        List<EmbeddingSpace> spaces = spaces();
        return spaces.size() > 1 ? Fusion.of(spaces.getFirst(), spaces.get(1)) : Fusion.alone(spaces.getFirst());
    }

    /** Finds people who look alike; empty, and said, where nobody has measured what alike is. */
    Optional<LookAlikeSearch> lookAlikeSearch() throws NotReadyException {
        ModelCatalogue catalogue = ModelCatalogue.standard();
        ModelCard recogniser = recogniserCard(catalogue);
        Optional<Cosine> threshold = LookAlikeSearch.measured(recogniser, strongRecogniserCard(catalogue));
        if (threshold.isEmpty()) {
            invocation
                    .console()
                    .say("sosia: whether people look alike is not asked: from which similarity on has not been measured"
                            + " for " + recogniser.id()
                            + settings.scan()
                                    .strongRecogniserId()
                                    .map(id -> " and " + id)
                                    .orElse(""));
            return Optional.empty();
        }
        return Optional.of(new LookAlikeSearch(register(), fusion(), threshold.get()));
    }

    /**
     * Compares those with all others whom an earlier version registered, or who have got templates by other ways than
     * {@code person add}: so that findings near people who look alike name both. Of very many people some are left to
     * later scans, which is said.
     */
    private void compareThoseLeft() throws NotReadyException {
        List<PersonId> left = register().notCompared(spaces());
        if (left.isEmpty()) {
            return;
        }
        Optional<LookAlikeSearch> search = lookAlikeSearch();
        if (search.isEmpty()) {
            return;
        }
        int done;
        try (ProgressDisplay progress =
                ProgressDisplay.on(invocation.console(), invocation.clock(), "comparing registered people")) {
            done = search.get().catchUp(left, MOST_PAIRS, people -> progress.at(people, left.size(), ""));
        }
        if (done < left.size()) {
            invocation
                    .console()
                    .say("sosia: of " + left.size() + " registered people who have yet to be compared with the others "
                            + done + " have been; findings near the rest do not name who looks like them until further"
                            + " scans have compared them too");
        }
    }

    /** A service with the real parts. */
    ScanService scanService() throws NotReadyException, ModelUnavailableException, ModelRefusedException {
        // Before models are loaded, and perhaps fetched: recognisers that nobody measured together are refused anyhow.
        rule();
        // An archive whose key is not there is said before anything is done; a key is made when all else is there.
        boolean archived = SealedSightings.exists(home.sightings());
        Optional<SightingKeeper> archive = archived ? keeper() : Optional.empty();
        compareThoseLeft();
        FaceModels models = faceModels();
        Optional<SightingKeeper> keeper = archived ? archive : keeper();
        ModelCatalogue catalogue = ModelCatalogue.standard();
        ScanService service = StandardScans.open(
                home,
                database(),
                keys(),
                settings.scan(),
                models,
                detectorCard(catalogue),
                recogniserCard(catalogue),
                keeper,
                invocation.clock());
        opened.push(service::close);
        return service;
    }

    /** Keeps what scans see, where it is to be kept or something of it is there to be erased. */
    private Optional<SightingKeeper> keeper() throws NotReadyException {
        if (!settings.sightings().keepsAny() && !SealedSightings.exists(home.sightings())) {
            return Optional.empty();
        }
        return Optional.of(new SightingKeeper(sightings(), settings.sightings(), invocation.clock()));
    }

    /**
     * The archive of sightings.
     *
     * @throws NotReadyException if the master key is missing, none, or not the archive's
     */
    SealedSightings sightings() throws NotReadyException {
        MasterKey key = masterKey();
        try {
            SealedSightings archive = SealedSightings.open(home.sightings(), key);
            opened.push(archive::close);
            return archive;
        } catch (ArchiveUnavailableException e) {
            throw new NotReadyException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * The key that wraps all others; made where nothing has been sealed here yet, and that is said.
     *
     * @throws NotReadyException if it is missing or none
     */
    MasterKey masterKey() throws NotReadyException {
        MasterKey known = masterKey;
        if (known != null) {
            return known;
        }
        try {
            boolean sealed =
                    SealedSightings.exists(home.sightings()) || database().sealed();
            MasterKey key = MasterKey.find(home.masterKey(), invocation.variables(), !sealed);
            if (key.created()) {
                invocation
                        .console()
                        .say("sosia: made a master key, " + key.source() + ". What is sealed in this home opens with it"
                                + " alone: keep a copy elsewhere. To keep it apart from the home, move it away and name"
                                + " its place in " + MasterKey.FILE_VARIABLE);
            }
            masterKey = key;
            return key;
        } catch (KeyUnavailableException e) {
            throw new NotReadyException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * The keys of people and cases.
     *
     * @throws NotReadyException if the master key is missing, none, or not theirs
     */
    SqlSubjectKeys keys() throws NotReadyException {
        SqlSubjectKeys known = keys;
        if (known != null) {
            return known;
        }
        try {
            SqlSubjectKeys opening = database().subjectKeys(masterKey());
            keys = opening;
            return opening;
        } catch (KeyUnavailableException e) {
            throw new NotReadyException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * What receipts and checkpoints are signed with.
     *
     * @throws NotReadyException if the master key is missing, none, or not the one it was wrapped by
     */
    SigningKey signingKey() throws NotReadyException {
        try {
            return database().signingKey(masterKey());
        } catch (KeyUnavailableException e) {
            throw new NotReadyException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * The audit log. Opening it notes settings that have changed, so that whatever is written down next is known to have been
     * done under them.
     *
     * @throws NotReadyException if the master key is missing or not the log's, or the tables cannot be set up
     */
    StoredAuditTrail audit() throws NotReadyException {
        StoredAuditTrail known = audit;
        if (known != null) {
            return known;
        }
        StoredAuditTrail opening = StoredAuditTrail.open(database(), keys(), signingKey(), invocation.clock());
        if (masterKey().created()) {
            opening.record(AuditEvent.of(AuditKind.KEY_CREATED, invocation.actor(), Map.of("key", "master")));
        }
        settingsDigest = opening.noteSettings(settings.byName(), invocation.actor());
        audit = opening;
        return opening;
    }

    /** The audit log, opened without writing anything into it, to be verified. */
    StoredAuditTrail auditAsItIs() throws NotReadyException {
        return StoredAuditTrail.open(database(), keys(), signingKey(), invocation.clock());
    }

    /**
     * Writes down that whoever gave this command does something.
     *
     * @throws NotReadyException as {@link #audit} does
     */
    AuditPosition record(AuditKind kind, List<AuditSubject> subjects, Map<String, String> facts)
            throws NotReadyException {
        return audit().record(event(kind, subjects, facts));
    }

    /** What is to be written down of whoever gave this command; of very long facts the beginning and a digest. */
    AuditEvent event(AuditKind kind, List<AuditSubject> subjects, Map<String, String> facts) {
        Map<String, String> shortened = new HashMap<>(facts);
        shortened.replaceAll((name, value) -> value.length() <= LONG_FACT
                ? value
                : value.codePoints()
                                .limit(LONG_FACT / 2)
                                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        + "… (" + value.length() + " characters, sha256 " + Sha256.of(value) + ")");
        return new AuditEvent(kind, invocation.actor(), subjects, shortened);
    }

    /** The digest of the settings that hold, as the audit log has it. */
    String settingsDigest() throws NotReadyException {
        audit();
        return settingsDigest;
    }

    /** Where models are found; downloads show on standard error. */
    ModelStore models() {
        return models(invocation, home.models(), modelFolders);
    }

    /** The card that the settings name for finding faces. */
    ModelCard detectorCard(ModelCatalogue catalogue) throws NotReadyException {
        return card(catalogue, "scan.detector", settings.scan().detector());
    }

    /** The card that the settings name for describing faces. */
    ModelCard recogniserCard(ModelCatalogue catalogue) throws NotReadyException {
        return card(catalogue, "scan.recogniser", settings.scan().recogniser());
    }

    /** The card that the settings name for looking closer at faces; empty where they want none. */
    Optional<ModelCard> strongRecogniserCard(ModelCatalogue catalogue) throws NotReadyException {
        Optional<String> id = settings.scan().strongRecogniserId();
        return id.isEmpty() ? Optional.empty() : Optional.of(card(catalogue, "scan.strongRecogniser", id.get()));
    }

    /** The spaces in which people are registered, the one that is searched first first; no model is loaded. */
    List<EmbeddingSpace> spaces() throws NotReadyException {
        ModelCatalogue catalogue = ModelCatalogue.standard();
        List<EmbeddingSpace> spaces = new ArrayList<>();
        spaces.add(OnnxFaceEmbedder.space(recogniserCard(catalogue)));
        strongRecogniserCard(catalogue).ifPresent(strong -> spaces.add(OnnxFaceEmbedder.space(strong)));
        return spaces;
    }

    /** Whether a model is needed here: the default for its task, or named by the settings, defaults included. */
    boolean isOfDefaultSet(ModelCard card) {
        ScanSettings scan = settings.scan();
        return card.standard()
                || card.id().equals(scan.detector())
                || card.id().equals(scan.recogniser())
                || scan.strongRecogniserId().filter(card.id()::equals).isPresent();
    }

    private ModelCard card(ModelCatalogue catalogue, String key, String id) throws NotReadyException {
        return catalogue
                .find(id)
                .orElseThrow(() -> new NotReadyException(home.settings() + ": " + key + " is '" + id
                        + "', which no model is called; 'sosia models list' shows those there are"));
    }

    /** The models that the settings name, loaded and tried. */
    FaceModels faceModels() throws NotReadyException, ModelUnavailableException, ModelRefusedException {
        FaceModels loaded = faceModels;
        if (loaded != null) {
            return loaded;
        }
        ModelCatalogue catalogue = ModelCatalogue.standard();
        List<ModelCard> recognisers = new ArrayList<>(List.of(recogniserCard(catalogue)));
        strongRecogniserCard(catalogue).ifPresent(recognisers::add);
        FaceModels models = openFaceModels(recognisers);
        opened.push(models::close);
        faceModels = models;
        return models;
    }

    /**
     * The detector that the settings name with some recognisers, loaded and tried; the caller closes them.
     *
     * @param recognisers the primary one first
     */
    FaceModels openFaceModels(List<ModelCard> recognisers)
            throws NotReadyException, ModelUnavailableException, ModelRefusedException {
        ModelStore store = models();
        List<VerifiedModel> loaded = new ArrayList<>();
        for (ModelCard card : recognisers) {
            loaded.add(store.load(card));
        }
        return FaceModels.open(
                store.load(detectorCard(ModelCatalogue.standard())),
                loaded.getFirst(),
                loaded.subList(1, loaded.size()));
    }

    private static ModelStore models(Invocation invocation, Path cache, List<Path> folders) {
        Console console = invocation.console();
        FetchProgress progress = new FetchProgress() {
            private int shown = -1;

            @Override
            public void arrived(ModelCard card, long done, long total) {
                int percent = (int) (100 * done / total);
                if (percent / 10 != shown / 10 || shown < 0) {
                    shown = percent;
                    console.say(String.format(
                            Locale.ROOT, "fetching %s: %,d of %,d bytes (%d %%)", card.id(), done, total, percent));
                }
            }
        };
        Map<String, String> variables = new HashMap<>(invocation.variables());
        for (Path folder : folders) {
            variables.merge(
                    ModelStore.FOLDERS_VARIABLE, folder.toString(), (named, more) -> named + File.pathSeparator + more);
        }
        return ModelStore.of(cache, variables, invocation.installation(), progress);
    }

    @Override
    public void close() {
        if (opened.isEmpty()) {
            return;
        }
        try {
            opened.pop().run();
        } finally {
            close();
        }
    }
}
