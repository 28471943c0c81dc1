package io.sosia.jobs.takedown;

import io.sosia.jobs.takedown.search.CaseFinding;

/**
 * How alike a finding is, as coarsely as it leaves the platform: who gets a number can try out what changes it. Not the words
 * of {@link io.sosia.indexer.calibration.VerbalScale}, which are for likelihood ratios: those rest on one scan's calibration,
 * and what a letter says must hold without it.
 */
enum LikenessBand {
    /** Enough to be shown as sure. */
    CLEAR,
    /** As alike as what is sure, with something doubtful about it. */
    MODERATE,
    /** Less: a person had to tell. */
    FAINT;

    static LikenessBand of(CaseFinding finding) {
        if (finding.sure()) {
            return CLEAR;
        }
        return finding.score() >= finding.threshold() ? MODERATE : FAINT;
    }
}
