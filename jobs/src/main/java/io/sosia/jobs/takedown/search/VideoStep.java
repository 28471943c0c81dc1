package io.sosia.jobs.takedown.search;

import io.sosia.detector.media.MediaException;
import io.sosia.detector.media.MediaFailure;
import io.sosia.detector.media.Sampling;
import io.sosia.detector.pipeline.TrackEmbedder;
import io.sosia.detector.pipeline.VideoScanner;
import io.sosia.detector.pipeline.VideoScanner.VideoScan;
import io.sosia.detector.track.FaceTrack;
import io.sosia.indexer.match.CascadeSearch;
import io.sosia.indexer.match.Likeness;
import io.sosia.indexer.match.PersonTemplates;
import io.sosia.indexer.sighting.SightedTrack;
import io.sosia.indexer.sighting.SmallPicture;
import io.sosia.jobs.scan.StopSignal;
import io.sosia.jobs.scan.TrackSightings;
import io.sosia.jobs.takedown.search.SearchStore.Again;
import io.sosia.jobs.takedown.search.SearchStore.Run;
import io.sosia.jobs.takedown.search.SearchStore.VideoAgain;
import io.sosia.jobs.takedown.search.SearchStore.VideoRow;
import io.sosia.models.file.FileReason;
import io.sosia.models.vector.FaceVectors;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Looks at videos again, one after another, each in a transaction of its own. Of what it sees only tracks that look like the
 * person are kept. A file that cannot be read is told of with the reason.
 */
final class VideoStep {

    private final SearchParts parts;
    private final SearchStore store;

    VideoStep(SearchParts parts, SearchStore store) {
        this.parts = parts;
        this.store = store;
    }

    /** @throws SearchInterruptedException if the search was asked to end; what was done is stored */
    void look(Run run, PersonTemplates person, Points points, SearchListener listener, StopSignal stop) {
        List<VideoRow> videos = store.videos(run.run());
        if (videos.stream().noneMatch(row -> row.state() == Again.WAITING)) {
            return;
        }
        Sampling sampling = parts.scan().parsedSampling();
        Optional<TrackEmbedder> closer = parts.strong()
                .map(strong -> new TrackEmbedder(
                        strong.space(), strong.embedders(), io.sosia.detector.pipeline.ScanListener.NONE));
        try (VideoScanner scanner = parts.scanners().open(time -> SearchInterruptedException.throwIf(stop))) {
            for (int i = 0; i < videos.size(); i++) {
                listener.progress(SearchStep.VIDEOS, i, videos.size());
                if (videos.get(i).state() == Again.WAITING) {
                    SearchInterruptedException.throwIf(stop);
                    look(run, videos.get(i), scanner, closer, sampling, person, points);
                }
            }
            listener.progress(SearchStep.VIDEOS, videos.size(), videos.size());
        } finally {
            closer.ifPresent(TrackEmbedder::close);
        }
    }

    /** From which score on a track is a candidate. */
    record Points(double least, double named) {
        double of(boolean inNamed) {
            return inNamed ? Math.min(least, named) : least;
        }
    }

    private void look(
            Run run,
            VideoRow row,
            VideoScanner scanner,
            Optional<TrackEmbedder> closer,
            Sampling sampling,
            PersonTemplates person,
            Points points) {
        VideoAgain video = row.video();
        Optional<VideoScan> scan = Optional.empty();
        String reason = MediaFailure.UNREADABLE.name();
        String detail = "there is no file of that name any more";
        for (VideoAgain.At at : video.uploads()) {
            try {
                scan = Optional.of(scanner.scan(Path.of(at.path()), sampling));
                break;
            } catch (MediaException e) {
                reason = e.reason().name();
                detail = e.detail();
            } catch (UncheckedIOException e) {
                detail = "cannot be read: " + FileReason.words(Objects.requireNonNull(e.getCause()));
            }
        }
        if (scan.isEmpty()) {
            store.videoLookedAt(
                    run,
                    new VideoRow(row.place(), video, Again.UNREAD, Optional.of(reason), Optional.of(detail), 0, 0),
                    List.of(),
                    List.of());
            return;
        }
        VideoScan seen = scan.get();
        List<Candidate> found = new ArrayList<>();
        double least = points.of(video.named());
        for (FaceTrack track : seen.tracks()) {
            candidate(track, closer, person, least)
                    .ifPresent(likely -> video.uploads().forEach(at -> found.add(likely.in(at, seen, video.named()))));
        }
        store.videoLookedAt(
                run,
                new VideoRow(
                        row.place(),
                        video,
                        seen.problem().isPresent() ? Again.PARTLY : Again.LOOKED,
                        seen.problem().map(problem -> problem.reason().name()),
                        seen.problem().map(problem -> problem.detail()),
                        seen.facts().duration().millis(),
                        seen.tracks().size()),
                seen.problem().isPresent()
                        ? List.of()
                        : video.uploads().stream()
                                .map(at -> ArchiveStep.key(
                                        at.upload(), seen.facts().sha256()))
                                .toList(),
                found);
    }

    /** A track that looks like the person. */
    private record Likely(SightedTrack sighted, Likeness likeness) {

        Candidate in(VideoAgain.At at, VideoScan scan, boolean named) {
            String sha256 = scan.facts().sha256();
            Candidate bare = ArchiveStep.candidate(
                    at.upload(),
                    ArchiveStep.key(at.upload(), sha256),
                    at.path(),
                    sha256,
                    sighted.sighting(),
                    Optional.empty(),
                    named,
                    likeness.score().value(),
                    ArchiveStep.byModel(likeness.similarities()),
                    likeness.complete());
            Optional<SmallPicture> picture = sighted.picture();
            return new Candidate(
                    bare.facts()
                            .looked(
                                    bare.facts().score(),
                                    bare.facts().similarities(),
                                    likeness.complete(),
                                    FaceStep.cautions(bare.facts().faces(), picture)),
                    bare.templates(),
                    picture);
        }
    }

    /** As a scan would: the strong recogniser is asked about whom the quick one does not rule out. */
    private Optional<Likely> candidate(
            FaceTrack track, Optional<TrackEmbedder> closer, PersonTemplates person, double least) {
        FaceVectors face = FaceVectors.of(track.template());
        Optional<Likeness> quick = parts.fusion().compare(face, person);
        double screen = closer.isPresent() ? least - CascadeSearch.SCREEN_MARGIN : least;
        if (quick.isEmpty() || quick.get().score().value() < screen) {
            return Optional.empty();
        }
        FaceVectors both = closer.flatMap(strong -> strong.embed(track))
                .map(strong -> FaceVectors.of(track.template(), strong))
                .orElse(face);
        return parts.fusion()
                .compare(both, person)
                .filter(likeness -> likeness.score().value() >= least)
                .map(likeness -> new Likely(TrackSightings.of(track, both, true), likeness));
    }
}
