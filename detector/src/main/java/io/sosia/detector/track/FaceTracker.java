package io.sosia.detector.track;

import io.sosia.detector.face.DetectedFace;
import io.sosia.detector.geometry.PixelBox;
import io.sosia.detector.media.MediaTime;
import io.sosia.detector.media.Picture;
import io.sosia.detector.quality.FaceQuality;
import io.sosia.detector.template.TemplatePool;
import io.sosia.detector.track.TrackDraft.BestShotRules;
import io.sosia.models.vector.EmbeddingSpace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows the faces of one video: within a shot by place and likeness to tracklets, across shots by likeness to
 * tracks. Two faces of one frame are never the same tracklet, and their tracklets never the same track.
 *
 * <p>It leans to splitting: a person in two tracks costs a second search, two people in one track hide each other.
 *
 * <p>An appearance reaches half-way to the sampled frame before it and half-way to the one after it, because whatever
 * ended it, a cut or the person, lies somewhere between; but no further than half of the gap that the sampling aims
 * for (or of 500 ms, if that is more), so that a damaged stretch is nobody's appearance. The first sampled frame's reach back to the video's start and
 * the last one's to its end, where that is no further than one such gap.
 *
 * <p>What it keeps is bounded by {@link TrackingRules}, not by the video's length: tracklets in the making, at most
 * {@code tracksAtMost + trackletsPending} drafts of about 6 KB, {@code appearancesAtMost} appearances of about 1 KB, and
 * {@code pictureBytes} of pictures and as much of close-ups, or one close-up a draft where that is more (62 MB of those
 * of 128×128 pixels). Only a video in which more faces than that stand in one frame, and so cannot be one person,
 * passes these bounds.
 *
 * <p>The same faces in the same order give the same tracks. Serves one thread, one video.
 */
public final class FaceTracker {

    /**
     * A face that one sampled frame does not show may have been turned away; where frames lie further apart than this,
     * it may as well have been somebody else's scene, and an appearance must not say that the person was there.
     */
    private static final MediaTime LONGEST_UNSEEN = MediaTime.ofMillis(1000);

    /** A box that continues another this closely, with no rival, is the same face without a closer look. */
    private static final double FOLLOWED_OVERLAP = 0.5;
    /** A second box that overlaps this much makes it a rival. */
    private static final double RIVAL_OVERLAP = 0.3;
    /** A box of which this share lies in another may be the same head found twice. */
    private static final double SAME_HEAD = 0.6;
    /** Pictures are made no smaller than this: a face must remain to be seen. */
    private static final int SMALLEST_PICTURE = 80;
    /** Weight of a face whose quality is 0: it still says something where there is nothing else. */
    private static final double LEAST_WEIGHT = 0.01;
    /** Frames of a slow video lie further apart than a dense sampling aims for, and nothing is missing between them. */
    private static final MediaTime SLOWEST_FRAMES = MediaTime.ofMillis(500);

    private final TrackingRules rules;
    private final EmbeddingSpace space;
    private final MediaTime aimedGap;

    private final List<Tracklet> open = new ArrayList<>();
    private final List<TrackDraft> pending = new ArrayList<>();
    private List<TrackDraft> tracks = new ArrayList<>();

    private BestShotRules pictureRules;
    private int pictureSide;
    private final int missedSamples;
    private long frame = -1;
    private MediaTime previousTime = MediaTime.ZERO;
    private int shot = -1;
    private int drafts;
    private boolean crowded;

    /**
     * Before the first frame.
     *
     * @param space of all embeddings to come
     * @param aimedGap the sampling's longest gap
     */
    public FaceTracker(TrackingRules rules, EmbeddingSpace space, MediaTime aimedGap) {
        this.rules = rules;
        this.space = space;
        this.aimedGap = aimedGap.compareTo(SLOWEST_FRAMES) < 0 ? SLOWEST_FRAMES : aimedGap;
        this.pictureRules = new BestShotRules(
                rules.bestShots(), MediaTime.of(rules.bestShotSpacing()).micros());
        this.pictureSide = rules.pictureSide();
        this.missedSamples = (int) Math.min(rules.missedSamples(), LONGEST_UNSEEN.micros() / this.aimedGap.micros());
    }

    /**
     * Takes the faces of the next sampled frame.
     *
     * @param cut whether another shot has begun since the frame before
     * @param faces those to be tracked
     * @param inspector asked about some of these faces, during this call only
     * @throws IllegalArgumentException if the time is not after the one before
     */
    public void next(MediaTime time, boolean cut, List<DetectedFace> faces, FaceInspector inspector) {
        boolean first = frame < 0;
        if (!first && time.compareTo(previousTime) <= 0) {
            throw new IllegalArgumentException("frame at " + time + " does not follow " + previousTime);
        }
        frame++;
        MediaTime gap = time.distance(previousTime);
        long reach = Math.min(gap.micros(), aimedGap.micros()) / 2;
        MediaTime start = first && gap.compareTo(aimedGap) <= 0 ? MediaTime.ZERO : new MediaTime(time.micros() - reach);
        for (Tracklet tracklet : open) {
            if (tracklet.lastFrame == frame - 1) {
                tracklet.end = new MediaTime(previousTime.micros() + reach);
            }
        }
        // Where a stretch could not be decoded, whatever stands in the same place may be another scene.
        if (first || cut || gap.micros() > 2 * aimedGap.micros()) {
            closeAll();
            shot++;
        }

        @Nullable Tracklet[] assigned = new @Nullable Tracklet[faces.size()];
        follow(time, faces, assigned);
        recognise(time, start, faces, assigned, inspector);
        setApart(faces, assigned);
        closeLost();
        previousTime = time;
        keepWithinBounds();
    }

    /** Follows boxes that stay, without a closer look, until the last look is too old. */
    private void follow(MediaTime time, List<DetectedFace> faces, @Nullable Tracklet[] assigned) {
        for (Tracklet tracklet : open) {
            if (tracklet.lastFrame != frame - 1
                    || time.distance(tracklet.lastLook).compareTo(MediaTime.of(rules.lookEvery())) >= 0) {
                continue;
            }
            int found = -1;
            int near = 0;
            for (int i = 0; i < faces.size(); i++) {
                double overlap = faces.get(i).box().intersectionOverUnion(tracklet.box);
                if (overlap >= FOLLOWED_OVERLAP) {
                    found = i;
                }
                if (overlap >= RIVAL_OVERLAP) {
                    near++;
                }
            }
            if (found < 0 || near > 1 || assigned[found] != null) {
                continue;
            }
            DetectedFace face = faces.get(found);
            PixelBox box = face.box();
            boolean rival = open.stream()
                    .anyMatch(other -> other != tracklet && other.box.intersectionOverUnion(box) >= RIVAL_OVERLAP);
            if (!rival) {
                tracklet.see(frame, time, face);
                assigned[found] = tracklet;
            }
        }
    }

    /** Looks closely at the other faces and gives them to tracklets, the most alike pair first, or to new ones. */
    private void recognise(
            MediaTime time,
            MediaTime start,
            List<DetectedFace> faces,
            @Nullable Tracklet[] assigned,
            FaceInspector inspector) {
        FaceInspector.@Nullable Look[] looks = new FaceInspector.@Nullable Look[faces.size()];
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < looks.length; i++) {
            if (assigned[i] != null) {
                continue;
            }
            DetectedFace face = faces.get(i);
            FaceInspector.Look look = inspector.look(face);
            looks[i] = look;
            for (Tracklet tracklet : open) {
                if (tracklet.lastFrame == frame) {
                    continue;
                }
                double alike = tracklet.draft.pool().cosine(look.embedding()).value();
                boolean inPlace = face.box().intersectionOverUnion(tracklet.box) >= rules.leastOverlap();
                if (alike >= (inPlace ? rules.sameShotSimilarity() : rules.sameTrackSimilarity())) {
                    pairs.add(new Pair(alike, i, tracklet));
                }
            }
        }
        pairs.sort(Comparator.comparingDouble(Pair::alike)
                .reversed()
                .thenComparingInt(Pair::face)
                .thenComparingInt(pair -> pair.tracklet.draft.id()));
        for (Pair pair : pairs) {
            if (assigned[pair.face] == null && pair.tracklet.lastFrame != frame) {
                pair.tracklet.see(frame, time, faces.get(pair.face));
                assigned[pair.face] = pair.tracklet;
            }
        }
        for (int i = 0; i < looks.length; i++) {
            FaceInspector.Look look = looks[i];
            if (look == null) {
                continue;
            }
            DetectedFace face = faces.get(i);
            Tracklet tracklet = assigned[i];
            if (tracklet == null) {
                tracklet = new Tracklet(new TrackDraft(drafts++, space), shot, frame, time, start, face);
                assigned[i] = tracklet;
                open.add(tracklet);
            }
            tracklet.lastLook = time;
            FaceQuality quality = look.quality();
            tracklet.draft.pool().add(look.embedding(), Math.max(LEAST_WEIGHT, quality.overall()));
            tracklet.draft.glance(time, quality.overall(), look.embedding());
            if (tracklet.draft.wants(pictureRules, quality.overall(), time.micros())) {
                Picture.Region region = inspector.picture(face, pictureSide);
                tracklet.draft.keep(
                        pictureRules,
                        new BestShot(
                                time,
                                face.box(),
                                face.landmarks(),
                                quality,
                                region.image(),
                                region.box(),
                                inspector.closeUp(look)));
            }
        }
    }

    /** Whoever shares a frame is somebody else, unless one box lies in the other: that may be one head found twice. */
    private void setApart(List<DetectedFace> faces, @Nullable Tracklet[] assigned) {
        for (int i = 0; i < assigned.length; i++) {
            for (int j = 0; j < i; j++) {
                Tracklet a = assigned[i];
                Tracklet b = assigned[j];
                if (a != null
                        && b != null
                        && faces.get(i).box().shareInside(faces.get(j).box()) < SAME_HEAD) {
                    a.draft.others().add(b.draft.id());
                    b.draft.others().add(a.draft.id());
                }
            }
        }
    }

    private void closeLost() {
        open.removeIf(tracklet -> {
            boolean lost = frame - tracklet.lastFrame > missedSamples;
            if (lost) {
                close(tracklet);
            }
            return lost;
        });
    }

    private void closeAll() {
        open.forEach(this::close);
        open.clear();
    }

    private void close(Tracklet tracklet) {
        TrackDraft draft = tracklet.draft;
        TemplatePool pool = new TemplatePool(space);
        pool.addAll(draft.pool());
        draft.appearances()
                .add(new AppearanceDraft(
                        tracklet.shot, tracklet.firstFrame, tracklet.lastFrame, tracklet.start, tracklet.end, pool));
        pending.add(draft);
    }

    /** Joins finished tracklets to tracks. */
    private void gather() {
        List<TrackDraft> all = new ArrayList<>(tracks);
        all.addAll(pending);
        pending.clear();
        tracks = Agglomeration.join(
                all, rules.sameTrackSimilarity(), rules.tracksAtMost(), pictureRules, (kept, taken) -> {
                    for (Tracklet tracklet : open) {
                        if (tracklet.draft.others().remove(taken.id())) {
                            tracklet.draft.others().add(kept.id());
                        }
                    }
                });
        crowded |= tracks.size() >= rules.tracksAtMost();
        for (TrackDraft track : tracks) {
            Appearances.unite(track.appearances(), missedSamples);
        }
    }

    private void keepWithinBounds() {
        if (pending.size() >= rules.trackletsPending()) {
            gather();
            Appearances.condense(
                    tracks.stream().map(TrackDraft::appearances).toList(),
                    Math.max(1, rules.appearancesAtMost() - rules.trackletsPending()));
        }
        if (pictureRules.atMost() > 1 && closeUpBytes() > rules.pictureBytes()) {
            keepOnePictureEach();
        }
        while (pictureBytes() > rules.pictureBytes()) {
            if (pictureRules.atMost() > 1) {
                keepOnePictureEach();
            } else if (pictureSide > SMALLEST_PICTURE) {
                pictureSide = Math.max(SMALLEST_PICTURE, pictureSide / 2);
                everyDraft().forEach(draft -> draft.shots().replaceAll(this::smaller));
            } else {
                break;
            }
        }
    }

    private void keepOnePictureEach() {
        pictureRules = new BestShotRules(1, pictureRules.spacingMicros());
        everyDraft().forEach(draft -> draft.thin(pictureRules));
    }

    private long closeUpBytes() {
        long bytes = 0;
        for (TrackDraft draft : everyDraft()) {
            for (BestShot best : draft.shots()) {
                bytes += best.closeUp().map(face -> face.chip().rgb().length).orElse(0);
            }
        }
        return bytes;
    }

    private long pictureBytes() {
        long bytes = 0;
        for (TrackDraft draft : everyDraft()) {
            for (BestShot best : draft.shots()) {
                bytes += best.picture().rgb().length;
            }
        }
        return bytes;
    }

    private List<TrackDraft> everyDraft() {
        List<TrackDraft> all = new ArrayList<>(tracks);
        all.addAll(pending);
        open.forEach(tracklet -> all.add(tracklet.draft));
        return all;
    }

    private BestShot smaller(BestShot best) {
        return best.with(Shrinking.toLongerSide(best.picture(), pictureSide));
    }

    /**
     * Ends the video.
     *
     * @param duration of the video, as far as it is known
     * @return the tracks, in order of first appearance; this tracker is used no more
     */
    public List<FaceTrack> finish(MediaTime duration) {
        MediaTime rest = duration.compareTo(previousTime) > 0 ? duration.distance(previousTime) : MediaTime.ZERO;
        MediaTime end = previousTime.plus(rest.compareTo(aimedGap) <= 0 ? rest : new MediaTime(aimedGap.micros() / 2));
        for (Tracklet tracklet : open) {
            if (tracklet.lastFrame == frame) {
                tracklet.end = end;
            }
        }
        closeAll();
        gather();
        List<TrackDraft> ordered = new ArrayList<>(tracks.size());
        for (TrackDraft draft : tracks) {
            if (draft.surest() >= rules.leastTrackScore()) {
                ordered.add(draft);
            }
        }
        ordered.sort(Comparator.<TrackDraft, MediaTime>comparing(
                        draft -> draft.appearances().getFirst().start())
                .thenComparingInt(TrackDraft::id));
        List<FaceTrack> finished = new ArrayList<>(ordered.size());
        for (TrackDraft draft : ordered) {
            finished.add(new FaceTrack(
                    finished.size() + 1,
                    draft.appearances().stream()
                            .map(AppearanceDraft::toAppearance)
                            .toList(),
                    draft.pool().template(),
                    draft.shots().getFirst().quality().overall(),
                    draft.shots(),
                    draft.faces(),
                    draft.looks()));
        }
        return finished;
    }

    /**
     * Whether there were as many tracks as are kept apart. Unlike ones may then have been joined, so that somebody's
     * template is hidden in that of others; {@link TrackingRules#tracksAtMost} tells the number.
     */
    public boolean crowded() {
        return crowded;
    }

    private record Pair(double alike, int face, Tracklet tracklet) {}

    /** A face being followed through a shot. */
    private static final class Tracklet {
        final TrackDraft draft;
        final int shot;
        final long firstFrame;
        final MediaTime start;
        long lastFrame;
        MediaTime end;
        MediaTime lastLook;
        PixelBox box;

        Tracklet(TrackDraft draft, int shot, long frame, MediaTime time, MediaTime start, DetectedFace face) {
            this.draft = draft;
            this.shot = shot;
            this.firstFrame = frame;
            this.start = start;
            this.lastFrame = frame;
            this.end = time;
            this.lastLook = time;
            this.box = face.box();
            draft.countFace(face.score());
        }

        void see(long frame, MediaTime time, DetectedFace face) {
            this.lastFrame = frame;
            this.end = time;
            this.box = face.box();
            draft.countFace(face.score());
        }
    }
}
