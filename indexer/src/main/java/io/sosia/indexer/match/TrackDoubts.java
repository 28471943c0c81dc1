package io.sosia.indexer.match;

import io.sosia.indexer.calibration.DecisionRule;
import io.sosia.indexer.match.Decision.Frames;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.Register;
import io.sosia.indexer.registry.Template;
import io.sosia.models.vector.Cosine;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What makes a track doubtful besides its similarity: that one frame alone carries it, that it is alike to several
 * people as a face made of theirs would be, that it is drawn. Thread-safe.
 *
 * <p><b>Frames.</b> A frame agrees with a person where the quick recogniser by that frame alone would not rule the person
 * out, by the screen of {@link CascadeSearch}. Where one frame of several agrees, the others contradict it. Of 145 film
 * tracks above the threshold that had several frames (20 films, 157 people with 2 portraits) none was so.
 *
 * <p><b>Blends.</b> Of a face that is a person's own, likeness to somebody else is either chance or follows from the two
 * people's own likeness. So each of two people is asked how much they add to what the other explains: with the scores
 * {@code a} and {@code b} of the track and {@code c} between the two people's centres, {@code (b - ca) / √(1 - c²)}. Where
 * both add {@link #BLEND} or more, in at least half of the frames the quick recogniser rules neither out, and by two frames
 * where there are two, the track is taken for a blend of them. Twins, of whom one explains the other, are none.
 *
 * <p>Measured on {@code lfw-dev}, people with 3 photos or more registered with 2: {@code BLEND} was chosen on half of the
 * people and gave on the other half, of 236 and 222 registered people,
 *
 * <table>
 * <caption>Taken for blends</caption>
 * <tr><th></th><th>chosen by</th><th>other half</th></tr>
 * <tr><td>strangers</td><td>1 of 694</td><td>2 of 741</td></tr>
 * <tr><td>people themselves</td><td>0 of 402</td><td>0 of 370</td></tr>
 * <tr><td>means of two people's embeddings</td><td>372 of 400</td><td>343 of 370</td></tr>
 * <tr><td>left half of one face, right half of another</td><td>23 of 150</td><td>14 of 150</td></tr>
 * <tr><td>two faces laid over each other, half each</td><td>14 of 150</td><td>2 of 150</td></tr>
 * <tr><td>upper half of one face, lower half of another</td><td>4 of 150</td><td>3 of 150</td></tr>
 * </table>
 *
 * <p>So it finds what a generator mixes in the space of faces, and few of the pictures that are stitched: their median
 * similarity to the lesser of the two is 0.20 to 0.24, and strangers' to the second nearest person 0.27.
 */
public final class TrackDoubts {

    /** What each of two people must add at least, at the threshold that {@link #BLEND_MARGIN} was taken from. */
    static final double BLEND = 0.36;

    /**
     * Below the threshold by so much, where that is more than {@link #BLEND}: a threshold that rises with the number of
     * registered people takes chance likenesses to two of them along. The threshold for FPIR 0.01 of those people is 0.481.
     */
    static final double BLEND_MARGIN = 0.12;

    /** Beyond it two people's centres are so near that what one adds to the other is noise. */
    private static final double SAME_FACE = 0.95;

    private final Register register;
    private final Fusion fusion;
    private final DecisionRule rule;
    private final boolean stylisedForReview;

    /**
     * Brings them together; the register stays the caller's to close.
     *
     * @param fusion that the search scores by
     * @param stylisedForReview whether a person must look at drawn faces; if not, findings only say that they are drawn
     */
    public TrackDoubts(Register register, Fusion fusion, DecisionRule rule, boolean stylisedForReview) {
        this.register = register;
        this.fusion = fusion;
        this.rule = rule;
        this.stylisedForReview = stylisedForReview;
    }

    /**
     * A reason to look.
     *
     * @param text one line, without names
     * @param review whether the verdict has to wait for a person
     */
    record Doubt(Caution caution, String text, boolean review) {}

    /**
     * Whether a track looks like a blend of the person it is most alike to and another one.
     *
     * @param suspects the highest score first
     */
    boolean isBlend(List<RankedPerson> suspects, Probe probe) {
        double least = Math.max(BLEND, rule.threshold().value() - BLEND_MARGIN);
        RankedPerson first = suspects.getFirst();
        if (suspects.size() < 2
                || first.score().value() < least
                || !first.likeness().complete()) {
            return false;
        }
        PersonTemplates best = templates(first.person());
        for (RankedPerson other : suspects.subList(1, suspects.size())) {
            // Who adds more than their score is unlike the first person, and chance has made them so.
            if (other.score().value() < least) {
                return false;
            }
            PersonTemplates next = templates(other.person());
            double alike = between(best, next);
            if (!other.likeness().complete() || alike >= SAME_FACE) {
                continue;
            }
            double rest = Math.sqrt(1 - alike * alike);
            double a = first.score().value();
            double b = other.score().value();
            boolean both = (a - alike * b) / rest >= least && (b - alike * a) / rest >= least;
            if (both && sustained(probe, best, next, least)) {
                return true;
            }
        }
        return false;
    }

    /** On how many frames a track's likeness to a person rests. */
    Frames frames(RankedPerson person, Probe probe) {
        if (probe.looks().isEmpty()) {
            return new Frames(0, 0);
        }
        PersonTemplates templates = templates(person.person());
        double least = rule.least().value() - CascadeSearch.SCREEN_MARGIN;
        return new Frames(probe.looks().size(), (int) probe.looks().stream()
                .filter(look -> agrees(look, templates, least))
                .count());
    }

    /** What there is to doubt about a match besides its similarity; drawn faces are asked for last, as that costs most. */
    List<Doubt> of(boolean blend, Frames frames, Probe probe) {
        List<Doubt> doubts = new ArrayList<>();
        if (blend) {
            doubts.add(new Doubt(
                    Caution.BLEND,
                    "two registered people are each so alike to it that it may be made of both their faces",
                    true));
        }
        if (probe.stylised()) {
            doubts.add(new Doubt(
                    Caution.STYLISED,
                    "the face looks drawn or stylised, for which no similarity was measured",
                    stylisedForReview));
        }
        if (frames.looked() > 1 && frames.agreeing() < 2) {
            doubts.add(new Doubt(
                    Caution.FRAMES_DISAGREE,
                    "of " + frames.looked() + " frames " + (frames.agreeing() == 0 ? "none" : "one")
                            + " by itself looks like the person",
                    true));
        }
        return doubts;
    }

    private boolean sustained(Probe probe, PersonTemplates one, PersonTemplates other, double least) {
        double screen = least - CascadeSearch.SCREEN_MARGIN;
        int looked = probe.looks().size();
        long both = probe.looks().stream()
                .filter(look -> agrees(look, one, screen) && agrees(look, other, screen))
                .count();
        return 2 * both >= looked && both >= Math.min(2, looked);
    }

    private static boolean agrees(Embedding look, PersonTemplates person, double least) {
        return person.similarity(look).map(Cosine::value).orElse(-1.0) >= least;
    }

    private PersonTemplates templates(PersonId person) {
        return PersonTemplates.of(register.templates(List.of(person)).stream()
                .map(Template::embedding)
                .toList());
    }

    /** How alike two people are on the scale of the score, or 0 where nothing compares them. */
    private double between(PersonTemplates one, PersonTemplates other) {
        Optional<Double> quick = between(one, other, fusion.quick());
        Optional<Double> strong = fusion.strong().flatMap(space -> between(one, other, space));
        if (quick.isEmpty() || strong.isEmpty()) {
            return quick.or(() -> strong).orElse(0.0);
        }
        return (1 - fusion.strongWeight()) * quick.get() + fusion.strongWeight() * strong.get();
    }

    private static Optional<Double> between(PersonTemplates one, PersonTemplates other, EmbeddingSpace space) {
        return one.centre(space)
                .flatMap(centre -> other.centre(space)
                        .map(next -> Math.clamp(centre.cosine(next).value(), -1, 1)));
    }
}
