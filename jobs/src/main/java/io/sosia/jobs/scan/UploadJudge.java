package io.sosia.jobs.scan;

import io.sosia.detector.geometry.PixelBox;
import io.sosia.detector.pipeline.VideoScanner.VideoScan;
import io.sosia.detector.track.Appearance;
import io.sosia.detector.track.BestShot;
import io.sosia.detector.track.FaceTrack;
import io.sosia.indexer.calibration.LikelihoodModel;
import io.sosia.indexer.calibration.ScoreSample.Known;
import io.sosia.indexer.match.CascadeSearch;
import io.sosia.indexer.match.Caution;
import io.sosia.indexer.match.Decision;
import io.sosia.indexer.match.Decision.Match;
import io.sosia.indexer.match.Decision.NoMatch;
import io.sosia.indexer.match.Likeness;
import io.sosia.indexer.match.PersonTemplates;
import io.sosia.indexer.match.Verdict;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.Template;
import io.sosia.jobs.review.KnownFaces;
import io.sosia.jobs.review.ReviewedTrack;
import io.sosia.jobs.scan.VideoResult.Draft;
import io.sosia.jobs.scan.VideoResult.HeldBack;
import io.sosia.jobs.scan.VideoResult.Looked;
import io.sosia.jobs.scan.VideoResult.Shot;
import io.sosia.jobs.scan.VideoResult.Status;
import io.sosia.jobs.scan.VideoResult.TrackDecision;
import io.sosia.models.vector.Cosine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Turns the tracks of a video into findings about one upload of it. Tracks of one person become one finding, so that a
 * person reads one line; tracks that somebody must look at first become another, so that what is doubtful never stands
 * among what is not. Thread-safe.
 */
final class UploadJudge {

    private final ScanParts parts;
    private final Optional<LikelihoodModel> likelihoods;
    private final int pictures;
    private final int pictureSide;

    /**
     * @param pictures kept for each finding, at most
     * @param pictureSide pixels of a picture's longer side, at most
     */
    UploadJudge(ScanParts parts, int pictures, int pictureSide) {
        this.parts = parts;
        this.likelihoods = parts.basis().map(DecisionBasis::likelihoods);
        this.pictures = pictures;
        this.pictureSide = pictureSide;
    }

    /**
     * Decides.
     *
     * @param tracks the scan's
     * @param known what people have decided until now
     */
    VideoResult judge(
            ScanInput.Video video,
            VideoScan scan,
            List<TrackProbe> tracks,
            Conditions conditions,
            Standing standing,
            KnownFaces.Revision known,
            String run,
            Instant now) {
        Map<Group, List<Matched>> groups = new LinkedHashMap<>();
        Map<Integer, Decision> decisions = new LinkedHashMap<>();
        List<HeldBack> heldBack = new ArrayList<>();
        for (TrackProbe probe : tracks) {
            FaceTrack track = probe.track();
            Decision decision = decide(probe, video, known, heldBack);
            decisions.put(track.number(), decision);
            if (decision instanceof Match match) {
                groups.computeIfAbsent(
                                new Group(match.best().person(), match.verdict() == Verdict.REVIEW),
                                group -> new ArrayList<>())
                        .add(new Matched(probe, match));
            }
        }
        for (List<Matched> group : groups.values()) {
            group.sort(Comparator.comparing(
                            (Matched matched) -> matched.match.best().score())
                    .reversed());
        }
        List<List<Matched>> order = new ArrayList<>(groups.values());
        order.sort(Comparator.comparing(
                        (List<Matched> group) -> group.getFirst().match.best().person())
                .thenComparing(group -> group.getFirst().match.best().score(), Comparator.reverseOrder()));
        List<Draft> drafts = new ArrayList<>();
        Map<Integer, Integer> findingOfTrack = new HashMap<>();
        for (List<Matched> group : order) {
            group.forEach(matched -> findingOfTrack.put(matched.track().number(), drafts.size()));
            // By what it is and not by its rank, so that a finding's number stays with it when likenesses change.
            int place = group.getFirst().match.verdict() == Verdict.REVIEW ? 1 : 0;
            drafts.add(draft(place, group, video, scan, conditions, standing, known, run, now));
        }
        List<TrackDecision> decided = new ArrayList<>();
        decisions.forEach((number, decision) -> decided.add(
                switch (decision) {
                    case NoMatch none ->
                        new TrackDecision(
                                number,
                                none.nearest().map(nearest -> rounded(nearest.score())),
                                none.ruledOut(),
                                none.nearest().map(UploadJudge::byModel).orElse(Map.of()),
                                Optional.empty(),
                                OptionalInt.empty());
                    case Match match ->
                        new TrackDecision(
                                number,
                                Optional.of(rounded(match.best().score())),
                                false,
                                byModel(match.best().likeness()),
                                Optional.of(match.verdict().name()),
                                OptionalInt.of(Objects.requireNonNull(findingOfTrack.get(number))));
                }));
        return new VideoResult(
                scan.problem().isPresent() ? Status.PARTLY : Status.SCANNED,
                scan.problem().map(problem -> problem.reason().name()),
                scan.problem().map(problem -> problem.detail()),
                scan.facts().bytes(),
                looked(scan),
                decided,
                drafts,
                heldBack,
                scores(decisions, heldBack, findingOfTrack, standing));
    }

    /**
     * As if nobody were registered of whom a person has said, in the same work, that this is not their face: it may be
     * somebody else's who is registered too.
     */
    private Decision decide(
            TrackProbe probe, ScanInput.Video video, KnownFaces.Revision known, List<HeldBack> heldBack) {
        Set<PersonId> others = new HashSet<>();
        while (true) {
            Decision decision = parts.matcher().decide(probe, video.upload(), others);
            if (!(decision instanceof Match match)) {
                return decision;
            }
            PersonId person = match.best().person();
            Optional<KnownFaces.Rejected> rejected = known.rejected(
                    video.upload().work(),
                    person,
                    probe.templates(),
                    match.best().score());
            if (rejected.isEmpty()) {
                return decision;
            }
            heldBack.add(new HeldBack(
                    probe.track().number(),
                    person,
                    rejected.get().finding(),
                    rounded(match.best().score()),
                    rounded(rejected.get().likeness()),
                    probe.track().appearances().stream()
                            .map(seen -> new KnownRejected.Span(
                                    seen.start().millis(), seen.end().millis()))
                            .toList()));
            others.add(person);
        }
    }

    /** What a calibration learns by; of tracks below it only the number. */
    private Optional<ScoredTracks> scores(
            Map<Integer, Decision> decisions,
            List<HeldBack> heldBack,
            Map<Integer, Integer> findingOfTrack,
            Standing standing) {
        if (standing.people() == 0) {
            return Optional.empty();
        }
        double below = CascadeSearch.scoredFrom(parts.rule().least()).value();
        List<ScoredTracks.Score> scored = new ArrayList<>();
        Map<Integer, HeldBack> rejected = new HashMap<>();
        // Of several the first: whom it was most alike.
        heldBack.forEach(held -> rejected.putIfAbsent(held.track(), held));
        decisions.forEach((number, decision) -> {
            switch (decision) {
                case NoMatch none -> {
                    HeldBack held = rejected.get(number);
                    if (held != null) {
                        scored.add(new ScoredTracks.Score(
                                number,
                                Math.max(held.similarity(), below),
                                held.person(),
                                false,
                                OptionalInt.empty(),
                                Known.NON_MATED));
                    } else if (none.nearest().isPresent() && none.person().isPresent()) {
                        double score = rounded(none.nearest().get().score());
                        if (score >= below) {
                            scored.add(new ScoredTracks.Score(
                                    number, score, none.person().get(), false, OptionalInt.empty(), Known.UNKNOWN));
                        }
                    }
                }
                case Match match -> {
                    double score = rounded(match.best().score());
                    scored.add(new ScoredTracks.Score(
                            number,
                            Math.max(score, below),
                            match.best().person(),
                            !parts.rule()
                                            .isNobody(
                                                    match.best().person(),
                                                    match.best().score())
                                    && match.verdict() != Verdict.LICENSED,
                            OptionalInt.of(Objects.requireNonNull(findingOfTrack.get(number))),
                            Known.UNKNOWN));
                }
            }
        });
        return Optional.of(new ScoredTracks(parts.scoring(), standing.people(), decisions.size(), below, scored));
    }

    private static Looked looked(VideoScan scan) {
        return new Looked(
                scan.facts().duration().millis(),
                scan.coverage().framesSampled(),
                scan.coverage().longestGap().millis(),
                scan.coverage().shareSeen(),
                scan.faces(),
                scan.facesTooSmall(),
                scan.tracks().size());
    }

    private Draft draft(
            int place,
            List<Matched> group,
            ScanInput.Video video,
            VideoScan scan,
            Conditions conditions,
            Standing standing,
            KnownFaces.Revision known,
            String run,
            Instant now) {
        Matched clearest = group.getFirst();
        Match match = clearest.match;
        PersonId person = match.best().person();
        BestShot best = clearest.track().bestShots().getFirst();
        List<Shot> shots = group.stream()
                .flatMap(matched -> matched.track().bestShots().stream())
                .limit(pictures)
                .map(shot -> new Shot(shot.time().millis(), Jpeg.of(shot.picture(), pictureSide)))
                .toList();
        List<Caution> cautions =
                Caution.of(group.stream().map(matched -> matched.match).toList());
        Finding finding = new Finding(
                "",
                person.value(),
                video.upload().work(),
                video.upload().episode(),
                scan.facts().sha256(),
                match.verdict(),
                rounded(match.best().score()),
                Optional.of(byModel(match.best().likeness())),
                rounded(match.threshold()),
                appearances(group, person),
                new Finding.Best(best.time().millis(), box(best.box())),
                video.file().toString(),
                video.upload().uploader(),
                video.upload().published(),
                video.upload().territory(),
                match.runnerUp().map(next -> new Finding.RunnerUp(next.person().value(), rounded(next.score()))),
                Optional.of(lookAlikes(person)).filter(others -> !others.isEmpty()),
                match.onUpload(),
                match.today(),
                cautions.contains(Caution.ONE_FRAME)
                        ? match.explanation() + "; one frame alone shows the person, and nothing could contradict it"
                        : match.explanation(),
                shots.size(),
                run,
                now,
                standing.day(),
                parts.faces().statistics().mode().name(),
                conditions,
                Optional.of(new Finding.Frames(
                        match.frames().looked(), match.frames().agreeing())),
                Optional.of(cautions),
                parts.basis()
                        .map(basis -> basis.grounds(
                                likelihoods.orElseThrow(),
                                person,
                                match.best().score().value(),
                                match.threshold().value())),
                confirmedBefore(group, scan, person, known),
                Optional.empty(),
                Optional.empty());
        return new Draft(
                place,
                finding,
                shots,
                group.stream()
                        .map(matched -> new ReviewedTrack(
                                scan.facts().sha256(),
                                matched.track().number(),
                                matched.probe.templates(),
                                Math.clamp(matched.track().quality(), 0.0, 1.0)))
                        .toList());
    }

    /** By whichever track says most. */
    private static Optional<Finding.ConfirmedBefore> confirmedBefore(
            List<Matched> group, VideoScan scan, PersonId person, KnownFaces.Revision known) {
        return group.stream()
                .flatMap(matched -> known.confirmed(person, scan.facts().sha256(), matched.probe.templates()).stream())
                .max(Comparator.comparing(KnownFaces.Confirmed::sameBytes)
                        .thenComparing(KnownFaces.Confirmed::likeness))
                .map(before -> new Finding.ConfirmedBefore(
                        Finding.id(before.finding()), before.sameBytes(), rounded(before.likeness())));
    }

    private List<Finding.Seen> appearances(List<Matched> group, PersonId person) {
        List<Finding.Seen> seen = new ArrayList<>();
        Supplier<PersonTemplates> templates = templates(person);
        for (Matched matched : group) {
            List<Appearance> appearances = matched.track().appearances();
            for (Appearance appearance : appearances) {
                Cosine similarity = appearances.size() == 1
                        ? matched.match.best().likeness().in(parts.space()).orElseThrow()
                        // Erased in this moment: the version that the caller checks has changed, and it decides anew.
                        : templates.get().similarity(appearance.template()).orElse(new Cosine(-1));
                seen.add(new Finding.Seen(
                        appearance.start().millis(),
                        appearance.end().millis(),
                        rounded(similarity),
                        matched.track().number()));
            }
        }
        seen.sort(Comparator.comparingLong(Finding.Seen::startMs).thenComparingInt(Finding.Seen::track));
        return seen;
    }

    private List<String> lookAlikes(PersonId person) {
        return parts.register().lookAlikes(person).stream()
                .map(other -> other.person().value())
                .toList();
    }

    /** Read when somebody asks, once. */
    private Supplier<PersonTemplates> templates(PersonId person) {
        List<PersonTemplates> read = new ArrayList<>(1);
        return () -> {
            if (read.isEmpty()) {
                read.add(PersonTemplates.of(parts.register().templates(List.of(person)).stream()
                        .map(Template::embedding)
                        .toList()));
            }
            return read.getFirst();
        };
    }

    /** Cosines by model: people know recognisers by that name. */
    static Map<String, Double> byModel(Likeness likeness) {
        Map<String, Double> byModel = new LinkedHashMap<>();
        likeness.similarities().forEach((space, cosine) -> byModel.put(space.model(), rounded(cosine)));
        return byModel;
    }

    static List<Integer> box(PixelBox box) {
        return List.of((int) Math.round(box.left()), (int) Math.round(box.top()), (int) Math.round(box.right()), (int)
                Math.round(box.bottom()));
    }

    /** Four digits tell apart what a float32 vector can. */
    static double rounded(Cosine cosine) {
        return Math.round(cosine.value() * 10_000) / 10_000.0;
    }

    private record Group(PersonId person, boolean doubtful) {}

    private record Matched(TrackProbe probe, Match match) {
        FaceTrack track() {
            return probe.track();
        }
    }
}
