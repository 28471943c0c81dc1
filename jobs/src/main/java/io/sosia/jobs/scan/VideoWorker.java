package io.sosia.jobs.scan;

import io.sosia.detector.media.FileHash;
import io.sosia.detector.media.MediaException;
import io.sosia.detector.media.MediaFailure;
import io.sosia.detector.pipeline.TrackEmbedder;
import io.sosia.detector.pipeline.VideoScanner;
import io.sosia.detector.pipeline.VideoScanner.VideoScan;
import io.sosia.indexer.registry.PersonId;
import io.sosia.jobs.batch.FailureCategory;
import io.sosia.jobs.batch.FailureCategory.BadInput;
import io.sosia.jobs.batch.FailurePolicy;
import io.sosia.jobs.review.KnownFaces;
import io.sosia.jobs.scan.ResultStore.UploadId;
import io.sosia.jobs.scan.ScanWork.Placed;
import io.sosia.jobs.scan.VideoResult.Looked;
import io.sosia.jobs.scan.VideoResult.Status;
import io.sosia.models.file.FileReason;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/**
 * Does videos, one after another, each in its own transaction. Serves one thread; the caller closes it.
 *
 * <p>The same bytes under several names are looked at once within a run. In another run they are looked at again: what is
 * seen of people whom nobody registered, their templates above all, is not kept beyond the video that it was seen in, and
 * without that nothing could be decided anew.
 */
final class VideoWorker implements AutoCloseable {

    private final int number;
    private final ScanWork work;
    private final UploadJudge judge;
    private final VideoScanner scanner;
    private final Optional<TrackEmbedder> embedder;

    VideoWorker(int number, ScanWork work) {
        this.number = number;
        this.work = work;
        this.judge = new UploadJudge(
                work.parts(),
                work.settings().picturesPerFinding(),
                work.settings().pictureSide());
        this.scanner = work.parts().scanners().open(time -> {
            if (work.ending()) {
                throw new ScanInterruptedException();
            }
            work.board().within(number, time.millis());
        });
        this.embedder = work.parts().closer().map(closer -> closer.embedders().get());
    }

    /**
     * Does videos of one length, looking at the same bytes once.
     *
     * @throws ScanInterruptedException if the run is ending; what was finished is stored
     */
    void process(List<Placed> group) {
        Placed first = group.getFirst();
        if (group.size() == 1 && !work.store().knowsLength(first.video().bytes())) {
            look(Optional.empty(), group);
            return;
        }
        Map<String, List<Placed>> byBytes = new LinkedHashMap<>();
        Map<String, FileHash> hashes = new LinkedHashMap<>();
        for (Placed placed : group) {
            Optional<FileHash> hash = hash(placed.video());
            if (hash.isEmpty()) {
                look(hash, List.of(placed));
            } else if (!reuse(placed, hash.get().sha256())) {
                // The first one's, since that is the file that will be read.
                hashes.putIfAbsent(hash.get().sha256(), hash.get());
                byBytes.computeIfAbsent(hash.get().sha256(), bytes -> new ArrayList<>())
                        .add(placed);
            }
        }
        byBytes.forEach((sha256, uploads) -> look(Optional.ofNullable(hashes.get(sha256)), uploads));
    }

    /** Lets an earlier result count, if one holds. */
    private boolean reuse(Placed placed, String sha256) {
        if (work.ending()) {
            throw new ScanInterruptedException();
        }
        String key =
                ScanWork.key(work.conditions(work.standing()), placed.video().upload());
        record Reused(Status status, int findings) {}
        Optional<Reused> reused = work.attempts().run(() -> {
            OptionalLong result = work.store().lasting(id(placed.video(), sha256), key);
            if (result.isEmpty()) {
                return Optional.<Reused>empty();
            }
            long stored = result.getAsLong();
            work.store().reuse(work.run(), placed.place(), stored);
            return Optional.of(new Reused(
                    work.store().result(stored).status(),
                    work.store().findingsOf(stored).size()));
        });
        reused.ifPresent(result -> work.board()
                .done(number, placed.video().bytes(), false, 0, result.status() != Status.SCANNED, result.findings()));
        return reused.isPresent();
    }

    /**
     * Looks at a video and decides about each of its uploads.
     *
     * @param hash of the first one's file, where it was taken
     */
    private void look(Optional<FileHash> hash, List<Placed> uploads) {
        if (work.ending()) {
            throw new ScanInterruptedException();
        }
        Placed first = uploads.getFirst();
        switch (scan(first.video(), hash)) {
            case Seen seen -> {
                List<TrackProbe> tracks = TrackProbe.of(seen.scan().tracks(), embedder);
                decide(first, seen.scan(), tracks, true);
                for (Placed placed : uploads.subList(1, uploads.size())) {
                    decide(placed, seen.scan(), tracks, false);
                }
            }
            case Blind blind -> {
                BadInput bad = blind.bad();
                boolean unreadable = bad.reason().equals(MediaFailure.UNREADABLE.name());
                if (unreadable && hash.isPresent()) {
                    // Written to since it was hashed, perhaps: then these are no longer known to be equal.
                    for (Placed placed : uploads) {
                        look(Optional.empty(), List.of(placed));
                    }
                    return;
                }
                String sha256 = hash.or(() -> unreadable ? Optional.empty() : hash(first.video()))
                        .map(FileHash::sha256)
                        .orElse("");
                for (Placed placed : uploads) {
                    giveUp(placed, sha256, bad);
                }
            }
        }
    }

    private void decide(Placed placed, VideoScan scan, List<TrackProbe> tracks, boolean first) {
        String run = RunLedger.id(work.run());
        boolean kept = false;
        while (true) {
            Standing standing = work.standing();
            KnownFaces.Revision known = work.known();
            Conditions conditions = work.conditions(standing);
            Instant now = work.clock().instant();
            VideoResult result = judge.judge(placed.video(), scan, tracks, conditions, standing, known, run, now);
            if (!kept) {
                // Before the commit, so that what is committed is in the archive; after the decision, which may have
                // looked closer at some.
                keep(placed, scan, tracks, now);
                kept = true;
            }
            boolean saved = save(
                    placed,
                    scan.facts().sha256(),
                    () -> work.standing().equals(standing) && known.stands(),
                    conditions,
                    now,
                    result);
            if (saved) {
                forgetErased(standing, result);
                work.board()
                        .done(
                                number,
                                placed.video().bytes(),
                                true,
                                first ? result.looked().durationMs() : 0,
                                result.status() != Status.SCANNED,
                                result.findings().size());
                return;
            }
            // The register or what people decided changed while this was decided, perhaps by an erasure: decide by what
            // it says now.
            if (work.ending()) {
                throw new ScanInterruptedException();
            }
        }
    }

    private void keep(Placed placed, VideoScan scan, List<TrackProbe> tracks, Instant now) {
        work.keeper()
                .ifPresent(keeper -> work.attempts().run(() -> {
                    keeper.keep(placed.video(), scan, tracks, work.parts().detector(), work.sampling(), now);
                    return true;
                }));
    }

    private void giveUp(Placed placed, String sha256, BadInput bad) {
        while (true) {
            Standing standing = work.standing();
            VideoResult result = new VideoResult(
                    Status.NOT_SCANNED,
                    Optional.of(bad.reason()),
                    Optional.of(bad.detail()),
                    placed.video().bytes(),
                    Looked.NOTHING,
                    List.of(),
                    List.of(),
                    List.of(),
                    Optional.empty());
            if (save(
                    placed,
                    sha256,
                    () -> work.standing().equals(standing),
                    work.conditions(standing),
                    work.clock().instant(),
                    result)) {
                work.board().done(number, placed.video().bytes(), true, 0, true, 0);
                return;
            }
        }
    }

    private boolean save(
            Placed placed,
            String sha256,
            BooleanSupplier holds,
            Conditions conditions,
            Instant now,
            VideoResult result) {
        return work.attempts()
                .run(() -> work.store()
                        .save(
                                work.run(),
                                placed.place(),
                                id(placed.video(), sha256),
                                ScanWork.key(conditions, placed.video().upload()),
                                JsonLines.stored(conditions),
                                now,
                                result,
                                holds));
    }

    /**
     * SQLite lets nobody change the register while a result is written. PostgreSQL does: who is erased between the check
     * and the commit is erased here, since the erasure could not see the finding.
     */
    private void forgetErased(Standing standing, VideoResult result) {
        if (work.parts().register().version() == standing.version()) {
            return;
        }
        for (VideoResult.Draft draft : result.findings()) {
            forgetIfErased(draft.finding().person());
            draft.finding().runnerUp().map(Finding.RunnerUp::person).ifPresent(this::forgetIfErased);
            draft.finding().also().ifPresent(others -> others.forEach(this::forgetIfErased));
        }
        result.heldBack().forEach(held -> forgetIfErased(held.person().value()));
    }

    private void forgetIfErased(String person) {
        PersonId id = new PersonId(person);
        if (work.parts().register().person(id).isEmpty()) {
            work.attempts().run(() -> work.store().erase(id));
        }
    }

    /** What came of looking at a video. */
    private sealed interface Look {}

    private record Seen(VideoScan scan) implements Look {}

    private record Blind(BadInput bad) implements Look {}

    private Look scan(ScanInput.Video video, Optional<FileHash> hash) {
        try {
            return work.attempts().run(() -> {
                try {
                    return new Seen(
                            hash.isPresent()
                                    ? scanner.scan(video.file(), hash.get(), work.sampling())
                                    : scanner.scan(video.file(), work.sampling()));
                } catch (MediaException e) {
                    return blind(e);
                }
            });
        } catch (UncheckedIOException e) {
            // Tried often enough: a file that cannot be read is the file's matter, and the others go on.
            return new Blind(new BadInput(
                    MediaFailure.UNREADABLE.name(),
                    "cannot be read: " + FileReason.words(Objects.requireNonNull(e.getCause()))));
        } finally {
            work.board().left(number);
        }
    }

    private static Blind blind(MediaException failure) {
        FailureCategory category = FailurePolicy.category(failure);
        if (category instanceof BadInput bad) {
            return new Blind(bad);
        }
        throw new IllegalStateException("a file that cannot be looked at is a bad input, not " + category, failure);
    }

    /** The file's hash, or nothing where it cannot be read. */
    private Optional<FileHash> hash(ScanInput.Video video) {
        if (video.bytes() < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(FileHash.of(video.file(), () -> {
                if (work.ending()) {
                    throw new ScanInterruptedException();
                }
            }));
        } catch (MediaException e) {
            return Optional.empty();
        }
    }

    private static UploadId id(ScanInput.Video video, String sha256) {
        return new UploadId(video.file().toString(), video.upload(), sha256);
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
