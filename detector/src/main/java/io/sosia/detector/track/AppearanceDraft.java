package io.sosia.detector.track;

import io.sosia.detector.media.MediaTime;
import io.sosia.detector.template.TemplatePool;

/**
 * A stretch of a shot in which a person is seen.
 *
 * @param shot counted from 0
 * @param firstFrame index of the first sampled frame that shows the person
 * @param lastFrame index of the last one
 * @param start as {@link Appearance#start}
 * @param end as {@link Appearance#end}
 * @param pool of the faces seen in it; owned by this record and written by nobody
 */
record AppearanceDraft(int shot, long firstFrame, long lastFrame, MediaTime start, MediaTime end, TemplatePool pool) {

    /** Both as one: from the earlier start to the later end. */
    AppearanceDraft joined(AppearanceDraft other) {
        TemplatePool both = new TemplatePool(pool.space());
        both.addAll(pool);
        both.addAll(other.pool);
        return new AppearanceDraft(
                shot,
                Math.min(firstFrame, other.firstFrame),
                Math.max(lastFrame, other.lastFrame),
                start.compareTo(other.start) <= 0 ? start : other.start,
                end.compareTo(other.end) >= 0 ? end : other.end,
                both);
    }

    Appearance toAppearance() {
        return new Appearance(start, end, pool.template());
    }
}
