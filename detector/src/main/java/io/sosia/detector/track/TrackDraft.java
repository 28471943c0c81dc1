package io.sosia.detector.track;

import io.sosia.detector.media.MediaTime;
import io.sosia.detector.template.TemplatePool;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is known of one person so far: at first one tracklet, later several joined. */
final class TrackDraft {

    private static final Comparator<BestShot> BEST_FIRST = Comparator.<BestShot>comparingDouble(
                    shot -> shot.quality().overall())
            .reversed()
            .thenComparing(BestShot::time);

    /** A picture that replaces one near in time must be better by this factor: a hair's breadth is not worth a cut-out. */
    private static final double WORTHWHILE = 1.1;

    private final int id;
    private final TemplatePool pool;
    private final List<AppearanceDraft> appearances = new ArrayList<>();
    private final List<BestShot> shots = new ArrayList<>();
    private final List<Glance> glances = new ArrayList<>();
    private final Set<Integer> others = new HashSet<>();
    private int faces;
    private double surest;

    TrackDraft(int id, EmbeddingSpace space) {
        this.id = id;
        this.pool = new TemplatePool(space);
    }

    /** Ascends with the time of the first tracklet's first face. */
    int id() {
        return id;
    }

    /** All faces looked at closely. */
    TemplatePool pool() {
        return pool;
    }

    /** Finished appearances, in no order. */
    List<AppearanceDraft> appearances() {
        return appearances;
    }

    /** Best first. */
    List<BestShot> shots() {
        return shots;
    }

    /** Ids of drafts that were seen beside this one in a frame, and so are other people. */
    Set<Integer> others() {
        return others;
    }

    int faces() {
        return faces;
    }

    /** The best detector confidence of its faces. */
    double surest() {
        return surest;
    }

    void countFace(double score) {
        faces++;
        surest = Math.max(surest, score);
    }

    /** Notes what a frame looked at closely shows, by itself. */
    void glance(MediaTime time, double quality, Embedding embedding) {
        glances.add(new Glance(time, quality, embedding));
        thinGlances();
    }

    /** What the best frames show, each by itself, best first. */
    List<Embedding> looks() {
        return glances.stream().map(Glance::embedding).toList();
    }

    /** Of a frame, in which one head may have been found twice, the better one counts. */
    private void thinGlances() {
        glances.sort(Glance.BEST_FIRST);
        Set<MediaTime> frames = new HashSet<>();
        glances.removeIf(glance -> !frames.add(glance.time()));
        if (glances.size() > FaceTrack.LOOKS_AT_MOST) {
            glances.subList(FaceTrack.LOOKS_AT_MOST, glances.size()).clear();
        }
    }

    /** Whether a picture of this quality at this time is worth taking. */
    boolean wants(BestShotRules rules, double quality, long micros) {
        int better = 0;
        for (BestShot shot : shots) {
            if (shot.quality().overall() >= quality) {
                better++;
            }
            boolean near = Math.abs(shot.time().micros() - micros) < rules.spacingMicros();
            if (near && shot.quality().overall() * WORTHWHILE >= quality) {
                return false;
            }
        }
        return better < rules.atMost();
    }

    void keep(BestShotRules rules, BestShot shot) {
        shots.add(shot);
        thin(rules);
    }

    /** Keeps the best pictures that lie far enough apart. */
    void thin(BestShotRules rules) {
        shots.sort(BEST_FIRST);
        List<BestShot> kept = new ArrayList<>(rules.atMost());
        for (BestShot shot : shots) {
            boolean apart =
                    kept.stream().allMatch(k -> k.time().distance(shot.time()).micros() >= rules.spacingMicros());
            if (kept.size() < rules.atMost() && apart) {
                kept.add(shot);
            }
        }
        shots.clear();
        shots.addAll(kept);
    }

    /** Takes everything over from another draft of the same person, which is used no more. */
    void absorb(TrackDraft other, BestShotRules rules) {
        pool.addAll(other.pool);
        appearances.addAll(other.appearances);
        shots.addAll(other.shots);
        thin(rules);
        glances.addAll(other.glances);
        thinGlances();
        faces += other.faces;
        surest = Math.max(surest, other.surest);
        others.addAll(other.others);
    }

    private record Glance(MediaTime time, double quality, Embedding embedding) {
        private static final Comparator<Glance> BEST_FIRST =
                Comparator.comparingDouble(Glance::quality).reversed().thenComparing(Glance::time);
    }

    /**
     * Which pictures of a track are kept.
     *
     * @param atMost 1 or more
     * @param spacingMicros least span between two of them
     */
    record BestShotRules(int atMost, long spacingMicros) {}
}
