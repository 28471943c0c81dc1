package io.sosia.jobs.scan;

import io.sosia.detector.media.Sampling;
import io.sosia.indexer.match.Upload;
import io.sosia.jobs.batch.Attempts;
import io.sosia.jobs.config.ScanSettings;
import io.sosia.jobs.review.KnownFaces;
import io.sosia.models.digest.Sha256;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What the workers of one run share: the videos still to do, and how it is done. A video belongs to the worker that
 * takes it from the queue; no two workers ever have the same. Thread-safe.
 */
final class ScanWork {

    /** A video and its place in the request. */
    record Placed(int place, ScanInput.Video video) {}

    private final long run;
    private final ScanParts parts;
    private final ScanSettings settings;
    private final Sampling sampling;
    private final ResultStore store;
    private final Standing.Watch standing;
    private final KnownFaces knownFaces;
    private final StopSignal stop;
    private final ProgressBoard board;
    private final Attempts attempts;
    private final Clock clock;
    private final Optional<SightingKeeper> keeper;
    private final Queue<List<Placed>> queue;
    private final AtomicBoolean failed = new AtomicBoolean();

    ScanWork(
            long run,
            ScanParts parts,
            ScanSettings settings,
            Sampling sampling,
            ResultStore store,
            KnownFaces knownFaces,
            StopSignal stop,
            ProgressBoard board,
            Clock clock,
            Optional<SightingKeeper> keeper,
            List<ScanInput> inputs) {
        this.run = run;
        this.parts = parts;
        this.settings = settings;
        this.sampling = sampling;
        this.store = store;
        this.knownFaces = knownFaces;
        this.standing = new Standing.Watch(parts.register(), clock);
        this.stop = stop;
        this.board = board;
        this.attempts = new Attempts(settings.attempts(), settings.attemptDelay());
        this.clock = clock;
        this.keeper = keeper;
        this.queue = new ConcurrentLinkedQueue<>(grouped(inputs));
    }

    /** Files of one length may be one file under several names, which is decoded once: they go to one worker. */
    private static List<List<Placed>> grouped(List<ScanInput> inputs) {
        Map<Long, List<Placed>> byLength = new LinkedHashMap<>();
        List<List<Placed>> groups = new ArrayList<>();
        for (int place = 0; place < inputs.size(); place++) {
            if (inputs.get(place) instanceof ScanInput.Video video) {
                Placed placed = new Placed(place, video);
                if (video.bytes() <= 0) {
                    groups.add(List.of(placed));
                    continue;
                }
                List<Placed> group = byLength.get(video.bytes());
                if (group == null) {
                    group = new ArrayList<>();
                    byLength.put(video.bytes(), group);
                    groups.add(group);
                }
                group.add(placed);
            }
        }
        return groups;
    }

    /** The next videos to do, or none when all are taken. */
    List<Placed> take() {
        List<Placed> next = queue.poll();
        return next == null ? List.of() : next;
    }

    /** A worker could not go on, so that no other one should begin anything. */
    void fail() {
        failed.set(true);
    }

    /** Whether to end early. */
    boolean ending() {
        return stop.requested() || failed.get();
    }

    /** What a decision about an upload depends on under a standing. */
    Conditions conditions(Standing at) {
        return new Conditions(
                Conditions.VERSION,
                parts.detector().id(),
                parts.detector().sha256(),
                parts.recogniser().id(),
                parts.recogniser().sha256(),
                parts.space().id(),
                parts.closer()
                        .map(closer -> new Conditions.Strong(
                                closer.recogniser().id(),
                                closer.recogniser().sha256(),
                                closer.space().id())),
                sampling.key(),
                settings.longSide(),
                parts.rule().threshold().value(),
                parts.rule().reviewMargin(),
                parts.rule().runnerUpMargin(),
                settings.exactSearchLimit(),
                at.version(),
                Optional.of(settings.stylised()),
                at.digest(),
                parts.basis().map(DecisionBasis::conditions));
    }

    /** The key of a result: conditions and everything known of the upload. */
    static String key(Conditions conditions, Upload upload) {
        record Known(Conditions conditions, Upload upload) {}
        return Sha256.of(JsonLines.stored(new Known(conditions, upload)));
    }

    long run() {
        return run;
    }

    ScanParts parts() {
        return parts;
    }

    ScanSettings settings() {
        return settings;
    }

    Sampling sampling() {
        return sampling;
    }

    ResultStore store() {
        return store;
    }

    Standing standing() {
        return standing.now();
    }

    /** What people have decided until now. */
    KnownFaces.Revision known() {
        return knownFaces.now();
    }

    ProgressBoard board() {
        return board;
    }

    Attempts attempts() {
        return attempts;
    }

    /** Keeps what is seen, where anything is to be kept. */
    Optional<SightingKeeper> keeper() {
        return keeper;
    }

    Clock clock() {
        return clock;
    }
}
