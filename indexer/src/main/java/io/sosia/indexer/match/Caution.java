package io.sosia.indexer.match;

import java.util.EnumSet;
import java.util.List;

/** What to know about a finding before believing it. Names are part of the command line's contract. */
public enum Caution {
    /** The face is about as alike to two or more registered people as one made of theirs would be: a person must look. */
    BLEND,
    /** The face is drawn or stylised, for which no similarity was measured: a person must look. */
    STYLISED,
    /** One frame alone looks like the person and the track's others do not: a person must look. */
    FRAMES_DISAGREE,
    /** One frame is all there is; nothing in the video could confirm or contradict it. */
    ONE_FRAME;

    /** What to know of a finding that several tracks of one video make up: each once, in the order of this enum. */
    public static List<Caution> of(List<Decision.Match> tracks) {
        EnumSet<Caution> cautions = EnumSet.noneOf(Caution.class);
        tracks.forEach(track -> cautions.addAll(track.cautions()));
        if (tracks.size() == 1 && tracks.getFirst().frames().looked() == 1) {
            cautions.add(ONE_FRAME);
        }
        return List.copyOf(cautions);
    }
}
