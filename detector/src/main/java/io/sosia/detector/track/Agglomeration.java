package io.sosia.detector.track;

import io.sosia.detector.track.TrackDraft.BestShotRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Joins drafts of one person, the most alike pair first, each join counting for the next. Two drafts that shared a
 * frame are never joined, nor is anything that either has been joined with. The result depends on the drafts alone,
 * not on their order in the list.
 */
final class Agglomeration {

    /** Below every cosine: a pair that may not be joined. */
    private static final float NEVER = -2;

    private final List<TrackDraft> drafts;
    private final BestShotRules rules;
    private final boolean[] gone;
    /** Row i holds the similarities to j below i. */
    private final float[][] alike;
    /** The most alike partner below i, or -1. */
    private final int[] partner;

    private int left;

    private Agglomeration(List<TrackDraft> drafts, BestShotRules rules) {
        this.drafts =
                drafts.stream().sorted(Comparator.comparingInt(TrackDraft::id)).toList();
        this.rules = rules;
        int n = drafts.size();
        this.left = n;
        this.gone = new boolean[n];
        this.alike = new float[n][];
        this.partner = new int[n];
        for (int i = 0; i < n; i++) {
            alike[i] = new float[i];
            for (int j = 0; j < i; j++) {
                alike[i][j] = measure(i, j);
            }
            findPartner(i);
        }
    }

    /**
     * Joins as long as the most alike pair reaches a threshold, or as long as there are too many.
     *
     * @param drafts their {@code others} name each other by id, in both directions, or drafts that are not in the list
     * @param threshold cosine of pooled templates
     * @param atMost beyond it, pairs below the threshold are joined too
     * @param joined told of each join: the one that stays and the one that went
     * @return those that stay, by ascending id
     */
    static List<TrackDraft> join(
            List<TrackDraft> drafts, double threshold, int atMost, BestShotRules rules, JoinListener joined) {
        return new Agglomeration(drafts, rules).run(threshold, atMost, joined);
    }

    private List<TrackDraft> run(double threshold, int atMost, JoinListener joined) {
        while (true) {
            int best = -1;
            for (int i = 0; i < partner.length; i++) {
                if (!gone[i] && partner[i] >= 0 && (best < 0 || alike[i][partner[i]] > alike[best][partner[best]])) {
                    best = i;
                }
            }
            if (best < 0 || (alike[best][partner[best]] < threshold && left <= atMost)) {
                break;
            }
            join(partner[best], best, joined);
        }
        List<TrackDraft> stay = new ArrayList<>(left);
        for (int i = 0; i < drafts.size(); i++) {
            if (!gone[i]) {
                stay.add(drafts.get(i));
            }
        }
        return stay;
    }

    /** Joins {@code goes} into {@code stays}, which has the lower id. */
    private void join(int stays, int goes, JoinListener joined) {
        TrackDraft kept = drafts.get(stays);
        TrackDraft taken = drafts.get(goes);
        kept.absorb(taken, rules);
        gone[goes] = true;
        left--;
        joined.joined(kept, taken);
        for (int i = 0; i < drafts.size(); i++) {
            if (gone[i] || i == stays) {
                continue;
            }
            TrackDraft other = drafts.get(i);
            if (other.others().remove(taken.id())) {
                other.others().add(kept.id());
            }
            alike[Math.max(i, stays)][Math.min(i, stays)] = measure(Math.max(i, stays), Math.min(i, stays));
        }
        for (int i = stays; i < drafts.size(); i++) {
            if (gone[i]) {
                continue;
            }
            if (i == stays || partner[i] == stays || partner[i] == goes) {
                findPartner(i);
            } else if (partner[i] < 0 || alike[i][stays] > alike[i][partner[i]]) {
                if (alike[i][stays] != NEVER) {
                    partner[i] = stays;
                }
            }
        }
    }

    private float measure(int i, int j) {
        TrackDraft a = drafts.get(i);
        TrackDraft b = drafts.get(j);
        if (a.others().contains(b.id()) || b.others().contains(a.id())) {
            return NEVER;
        }
        return (float) a.pool().meanCosine(b.pool()).value();
    }

    private void findPartner(int i) {
        int best = -1;
        for (int j = 0; j < i; j++) {
            if (!gone[j] && alike[i][j] != NEVER && (best < 0 || alike[i][j] > alike[i][best])) {
                best = j;
            }
        }
        partner[i] = best;
    }

    @Override
    public String toString() {
        return "Agglomeration[" + left + " drafts, partners " + Arrays.toString(partner) + "]";
    }

    /** Told of joins. */
    @FunctionalInterface
    interface JoinListener {
        void joined(TrackDraft kept, TrackDraft taken);
    }
}
