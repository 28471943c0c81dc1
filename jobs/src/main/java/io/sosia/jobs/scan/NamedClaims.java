package io.sosia.jobs.scan;

import io.sosia.detector.media.MediaException;
import io.sosia.detector.media.MediaFailure;
import io.sosia.detector.media.Sampling;
import io.sosia.detector.pipeline.FaceModels;
import io.sosia.detector.pipeline.ScanListener;
import io.sosia.detector.pipeline.TrackEmbedder;
import io.sosia.detector.pipeline.VideoScanner;
import io.sosia.detector.pipeline.VideoScanner.VideoScan;
import io.sosia.detector.track.BestShot;
import io.sosia.indexer.calibration.Calibration;
import io.sosia.indexer.calibration.ClaimRule;
import io.sosia.indexer.calibration.DecisionRule;
import io.sosia.indexer.calibration.LikelihoodModel;
import io.sosia.indexer.match.Caution;
import io.sosia.indexer.match.Decision;
import io.sosia.indexer.match.Decision.Match;
import io.sosia.indexer.match.Decision.NoMatch;
import io.sosia.indexer.match.Fusion;
import io.sosia.indexer.match.LicenceMatcher;
import io.sosia.indexer.match.Likeness;
import io.sosia.indexer.match.Matcher;
import io.sosia.indexer.match.NamedPersonSearch;
import io.sosia.indexer.match.TrackDoubts;
import io.sosia.indexer.match.Upload;
import io.sosia.indexer.match.Verdict;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.Register;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.jobs.config.ScanSettings;
import io.sosia.jobs.scan.Claim.ClaimGrounds;
import io.sosia.jobs.scan.Claim.Outcome;
import io.sosia.models.catalogue.ModelCard;
import io.sosia.models.catalogue.PopulationTable;
import io.sosia.models.catalogue.PopulationTables;
import io.sosia.models.file.FileReason;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Judges named claims ("this clip shows me"). Only the named person is compared, by the operating point of claims
 * ({@link ClaimRule}) and not by the threshold of searches. Nothing is stored: a claim changes no result of a scan, and its
 * scores never reach a calibration, which is about searches. Why it is a command of its own is in
 * {@code indexer/docs/adr/0004}.
 *
 * <p>Serves one thread; the caller closes it.
 */
public final class NamedClaims implements AutoCloseable {

    private static final String RATE = "scan.claimRate";

    private final PersonId person;
    private final Matcher matcher;
    private final ClaimRule claim;
    private final DecisionRule rule;
    private final Basis basis;
    private final VideoScanner scanner;
    private final Optional<TrackEmbedder> embedder;

    private NamedClaims(
            PersonId person,
            Matcher matcher,
            ClaimRule claim,
            DecisionRule rule,
            Basis basis,
            VideoScanner scanner,
            Optional<TrackEmbedder> embedder) {
        this.person = person;
        this.matcher = matcher;
        this.claim = claim;
        this.rule = rule;
        this.basis = basis;
        this.scanner = scanner;
        this.embedder = embedder;
    }

    /** What ratios are made by and told in. */
    private record Basis(Calibration calibration, LikelihoodModel likelihoods, ScanSettings settings) {}

    /**
     * The operating point of claims.
     *
     * @throws NotReadyException if none was measured for the settings' population and these recognisers, or none that
     *     keeps to {@code scan.claimRate}
     */
    public static ClaimRule rule(ScanSettings settings, ModelCard recogniser, Optional<ModelCard> strong)
            throws NotReadyException {
        return rule(settings, table(settings, recogniser, strong));
    }

    private static ClaimRule rule(ScanSettings settings, PopulationTable table) throws NotReadyException {
        try {
            return ClaimRule.of(table, settings.claimRate());
        } catch (IllegalArgumentException e) {
            throw new NotReadyException(RATE + " in the home's sosia.json cannot be kept to: " + e.getMessage(), e);
        }
    }

    private static PopulationTable table(ScanSettings settings, ModelCard recogniser, Optional<ModelCard> strong)
            throws NotReadyException {
        if (strong.isPresent()) {
            StandardScans.requireTogether(recogniser, strong.get());
        }
        return DecisionBasis.table(
                settings, StandardScans.fusion(recogniser, strong).scoring(), PopulationTables.standard());
    }

    /**
     * Prepares to judge claims of one person.
     *
     * @param register stays the caller's to close, and so do the models
     * @throws NotReadyException as {@link #rule} does, or if nothing was measured for how tracks are made
     */
    public static NamedClaims open(
            Register register,
            ScanSettings settings,
            FaceModels models,
            ModelCard recogniser,
            Optional<ModelCard> strong,
            PersonId person,
            Clock clock)
            throws NotReadyException {
        StandardScans.requireMeasured(recogniser);
        PopulationTable table = table(settings, recogniser, strong);
        ClaimRule claim = rule(settings, table);
        DecisionRule rule = claim.decisions(settings.reviewMargin());
        Fusion fusion = StandardScans.fusion(recogniser, strong);
        Calibration calibration = Calibration.ofClaims(table);
        return new NamedClaims(
                person,
                new LicenceMatcher(
                        new NamedPersonSearch(register, fusion, person),
                        register,
                        rule,
                        new TrackDoubts(register, fusion, rule, settings.reviewsStylised()),
                        clock),
                claim,
                rule,
                new Basis(calibration, new LikelihoodModel(calibration, 1), settings),
                StandardScans.scanner(models, settings, time -> {}),
                fusion.strong().map(space -> models.newTrackEmbedder(space, ScanListener.NONE)));
    }

    /**
     * Judges a clip.
     *
     * @param shown the path as it was given
     * @param upload what is known of it
     */
    public Claim judge(Path file, String shown, Upload upload, Sampling sampling) {
        VideoScan scan;
        try {
            scan = scanner.scan(file.toAbsolutePath().normalize(), sampling);
        } catch (MediaException e) {
            return notScanned(shown, e.reason().name(), e.detail());
        } catch (UncheckedIOException e) {
            return notScanned(
                    shown,
                    MediaFailure.UNREADABLE.name(),
                    "cannot be read: " + FileReason.words(Objects.requireNonNull(e.getCause())));
        }
        List<Matched> sure = new ArrayList<>();
        List<Matched> doubtful = new ArrayList<>();
        Optional<Likeness> nearest = Optional.empty();
        for (TrackProbe probe : TrackProbe.of(scan.tracks(), embedder)) {
            Decision decision = matcher.decide(probe, upload);
            Optional<Likeness> likeness = switch (decision) {
                case NoMatch none -> none.nearest();
                case Match match -> {
                    (match.verdict() == Verdict.REVIEW ? doubtful : sure).add(new Matched(probe, match));
                    yield Optional.of(match.best().likeness());
                }
            };
            if (likeness.isPresent()
                    && (nearest.isEmpty()
                            || likeness.get().score().compareTo(nearest.get().score()) > 0)) {
                nearest = likeness;
            }
        }
        Optional<String> reason = scan.problem().map(problem -> problem.reason().name());
        Optional<String> detail = scan.problem().map(problem -> problem.detail());
        List<Matched> bearing = sure.isEmpty() ? doubtful : sure;
        bearing.sort(
                Comparator.comparing((Matched matched) -> matched.match.best().score())
                        .reversed());
        if (bearing.isEmpty()) {
            return new Claim(
                    person.value(),
                    shown,
                    Optional.of(scan.facts().sha256()),
                    Outcome.NOT_BORNE_OUT,
                    Optional.empty(),
                    nearest.map(likeness -> UploadJudge.rounded(likeness.score())),
                    nearest.map(UploadJudge::byModel).orElse(Map.of()),
                    rule.threshold().value(),
                    List.of(),
                    Optional.empty(),
                    scan.tracks().size(),
                    nearest.isPresent() ? "no face in it is like enough" : "no face in it can be compared",
                    List.of(),
                    nearest.map(likeness -> grounds(likeness.score().value())),
                    reason,
                    detail);
        }
        Match clearest = bearing.getFirst().match;
        BestShot best = bearing.getFirst().probe.track().bestShots().getFirst();
        return new Claim(
                person.value(),
                shown,
                Optional.of(scan.facts().sha256()),
                sure.isEmpty() ? Outcome.REVIEW : Outcome.BORNE_OUT,
                Optional.of(clearest.verdict()),
                Optional.of(UploadJudge.rounded(clearest.best().score())),
                UploadJudge.byModel(clearest.best().likeness()),
                rule.threshold().value(),
                appearances(bearing),
                Optional.of(new Finding.Best(best.time().millis(), UploadJudge.box(best.box()))),
                scan.tracks().size(),
                clearest.explanation(),
                Caution.of(bearing.stream().map(matched -> matched.match).toList()),
                Optional.of(grounds(clearest.best().score().value())),
                reason,
                detail);
    }

    private record Matched(TrackProbe probe, Match match) {}

    private Claim notScanned(String shown, String reason, String detail) {
        return new Claim(
                person.value(),
                shown,
                Optional.empty(),
                Outcome.NOT_SCANNED,
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                rule.threshold().value(),
                List.of(),
                Optional.empty(),
                0,
                "nothing of it could be looked at",
                List.of(),
                Optional.empty(),
                Optional.of(reason),
                Optional.of(detail));
    }

    private ClaimGrounds grounds(double score) {
        return new ClaimGrounds(
                Grounds.CLAIM,
                Math.round((score - rule.threshold().value()) * 10_000) / 10_000.0,
                RATE,
                claim.fmr(),
                claim.fnmr(),
                Grounds.Calibrated.of(basis.calibration),
                Grounds.Ratio.of(basis.likelihoods.ratio(score, Optional.empty()), basis.settings.verbalScale()));
    }

    /** Of each track the times by themselves, with the track's own similarity. */
    private static List<Finding.Seen> appearances(List<Matched> bearing) {
        return bearing.stream()
                .flatMap(matched -> matched.probe.track().appearances().stream()
                        .map(appearance -> new Finding.Seen(
                                appearance.start().millis(),
                                appearance.end().millis(),
                                UploadJudge.rounded(matched.match.best().score()),
                                matched.probe.track().number())))
                .sorted(Comparator.comparingLong(Finding.Seen::startMs).thenComparingInt(Finding.Seen::track))
                .toList();
    }

    @Override
    public void close() {
        try {
            scanner.close();
        } finally {
            embedder.ifPresent(TrackEmbedder::close);
        }
    }
}
