package io.sosia.indexer.match;

import io.sosia.indexer.enrolled.EnrolledFaces;
import io.sosia.indexer.enrolled.EnrolledFaces.Candidate;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.Register;
import io.sosia.indexer.registry.Template;
import io.sosia.models.vector.Cosine;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.FaceVectors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * Finds who a track may be, in two steps. The quick recogniser's index gives the people nearest to it. Where even the
 * nearest is below the screen, the track is nobody's. Otherwise the strong recogniser is asked, and everybody above the
 * screen is compared with the track anew, by all their templates of both, as the register has them: up to
 * {@value #MOST} people, beyond whom a search is {@link #cut}. Thread-safe.
 */
public final class CascadeSearch implements PeopleSearch {

    /**
     * How far below the lowest score that is not nobody's the quick recogniser's similarity may lie. Chosen on half of
     * {@code lfw-dev}'s people: of their photos that comparing everybody by the fused score finds, with 1, 2 and 3
     * portraits together, this search loses 1 in 1,000 at most at each lowest score from 0.33 to 0.60: none of 1,368 at
     * 0.45, 1 of 1,316 at worst. On the other half none of 1,271 (with 95 % confidence fewer than 3 in 1,000), and 1 of
     * 1,291 at worst. That was measured before some 450 registered people; how many registered people there are changes
     * nothing in it as long as everybody above the screen is compared. What changes is how many those are: at the
     * threshold for FPIR 0.01 75 in 100 photos of strangers pass before 458 people, and 49 in 100 of their filmed tracks
     * before 157.
     */
    public static final double SCREEN_MARGIN = 0.14;

    /**
     * How far below the lowest score that is not nobody's scores are still known of nearly every track, screen or not:
     * before 471 people, of the photos of strangers that score so much or more ({@code lfw-dev} and
     * {@code east-asian-strangers}) the screen keeps 93 and 95 in 100, and all from a few hundredths above on.
     */
    private static final double SCORED_MARGIN = 0.08;

    /** Of so many people the nearest are nearly always below the screen. */
    private static final int FIRST = 20;

    /**
     * Of so many even the last has to be below the screen, or the search is cut and counted. Before 1,000,000 people
     * some thousands are as like a stranger by chance as the screen asks. So many cost 10 MB for who they are; their
     * templates are read {@value #READ_AT_ONCE} people at a time, some 6 MB with three portraits in two spaces.
     */
    static final int MOST = FIRST << 9;

    /** Fewer than the register lends at once. */
    private static final int READ_AT_ONCE = 500;

    private final EnrolledFaces faces;
    private final Register register;
    private final Fusion fusion;
    private final LongAdder cut = new LongAdder();

    /**
     * Brings them together; faces and register stay the caller's to close.
     *
     * @param faces of the quick space
     * @param register that faces are derived from
     */
    public CascadeSearch(EnrolledFaces faces, Register register, Fusion fusion) {
        this.faces = faces;
        this.register = register;
        this.fusion = fusion;
    }

    /**
     * From which score on the scores of tracks are known, by and large: below it the screen rules out so many that
     * nobody can tell from the rest how scores are distributed.
     *
     * @param least as in {@link #search}
     */
    public static Cosine scoredFrom(Cosine least) {
        return new Cosine(Math.max(-1, least.value() - SCORED_MARGIN));
    }

    @Override
    public Ranking search(Probe probe, Cosine least) {
        double screen = least.value() - SCREEN_MARGIN;
        List<Candidate> nearest = faces.search(probe.quick(), FIRST);
        if (nearest.isEmpty()) {
            return new Ranking.RuledOut(Optional.empty());
        }
        if (nearest.getFirst().similarity().value() < screen) {
            return new Ranking.RuledOut(Optional.of(
                    Likeness.alone(fusion.quick(), nearest.getFirst().similarity())));
        }
        int asked = FIRST;
        while (nearest.size() == asked && nearest.getLast().similarity().value() >= screen) {
            if (asked >= MOST) {
                cut.increment();
                break;
            }
            asked = Math.min(2 * asked, MOST);
            nearest = faces.search(probe.quick(), asked);
        }
        List<PersonId> people = new ArrayList<>();
        for (Candidate candidate : nearest) {
            // The second is told of in a finding, however unlike.
            if (people.size() < 2 || candidate.similarity().value() >= screen) {
                people.add(candidate.person());
            }
        }
        List<RankedPerson> suspects = compare(probe, people);
        return suspects.isEmpty() ? new Ranking.RuledOut(Optional.empty()) : new Ranking.Suspects(suspects);
    }

    @Override
    public long cut() {
        return cut.sum();
    }

    private List<RankedPerson> compare(Probe probe, List<PersonId> people) {
        FaceVectors face = fusion.strong().isEmpty()
                ? FaceVectors.of(probe.quick())
                : probe.strong()
                        .map(strong -> FaceVectors.of(probe.quick(), strong))
                        .orElseGet(() -> FaceVectors.of(probe.quick()));
        List<RankedPerson> ranked = new ArrayList<>();
        for (int from = 0; from < people.size(); from += READ_AT_ONCE) {
            Map<PersonId, List<Embedding>> templates = new HashMap<>();
            for (Template template :
                    register.templates(people.subList(from, Math.min(from + READ_AT_ONCE, people.size())))) {
                templates
                        .computeIfAbsent(template.person(), person -> new ArrayList<>())
                        .add(template.embedding());
            }
            // Who was erased since the search has no templates any more.
            templates.forEach((person, own) -> fusion.compare(face, PersonTemplates.of(own))
                    .ifPresent(likeness -> ranked.add(new RankedPerson(person, likeness))));
        }
        ranked.sort(Comparator.comparing(RankedPerson::score).reversed().thenComparing(RankedPerson::person));
        return ranked;
    }
}
