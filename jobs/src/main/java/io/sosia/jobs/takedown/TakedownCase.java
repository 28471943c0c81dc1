package io.sosia.jobs.takedown;

import io.sosia.indexer.registry.PersonId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A case as it stands, less what is sealed for it ({@link TakedownCases#requester} and what follows there).
 *
 * @param number {@code C-000001}
 * @param state how far it has come
 * @param missing what it lacks; empty but in {@link CaseState#INCOMPLETE}
 * @param person whom it is about, where the requester named somebody registered
 * @param named where the requester has seen themselves
 * @param territory ISO 3166 code, or empty
 * @param policy by which its deadlines are set, since it was opened
 * @param opened when
 * @param rounds its rounds, the current one last; at least one
 * @param barredReviewers who has decided in earlier rounds and may not in this one; as reviews name them
 * @param closed when it ended
 * @param withdrawn whether it ended because the requester took the request back
 * @param eraseAfter from when on its key is destroyed; empty unless it is closed
 * @param erased when its key was destroyed; then nothing is known of it but number, dates and states
 */
public record TakedownCase(
        String number,
        CaseState state,
        List<Missing> missing,
        Optional<PersonId> person,
        List<NamedPlace> named,
        String territory,
        DeadlinePolicy policy,
        Instant opened,
        List<CaseRound> rounds,
        Set<String> barredReviewers,
        Optional<Instant> closed,
        boolean withdrawn,
        Optional<Instant> eraseAfter,
        Optional<Instant> erased) {

    /** @throws IllegalArgumentException if it has no round */
    public TakedownCase {
        missing = List.copyOf(missing);
        named = List.copyOf(named);
        rounds = List.copyOf(rounds);
        barredReviewers = Set.copyOf(barredReviewers);
        if (rounds.isEmpty()) {
            throw new IllegalArgumentException("a case has a round");
        }
    }

    /** The current round's number, from 1. */
    public int round() {
        return current().round();
    }

    /** The current round. */
    public CaseRound current() {
        return rounds.getLast();
    }

    /** The current round's deadline. */
    public Deadline due() {
        return current().deadline();
    }

    /** The account whose objection the current round is about, if it is about one. */
    public Optional<String> contestedBy() {
        return current().contestedBy();
    }

    /** How it stands to the current round's deadline. */
    public Urgency urgency(Instant now) {
        Urgency urgency = current().urgency(now);
        return switch (state) {
            case INCOMPLETE, OPEN, SEARCHED, DECIDED, ANSWERED, REOPENED -> urgency;
            case CLOSED -> current().answered().isPresent() ? urgency : Urgency.WITHDRAWN;
        };
    }

    /** Why nobody may decide on its findings now, and what to do; empty where they may. */
    public Optional<String> notUnderReview() {
        return switch (CaseLife.next(state, new CaseStep.Reviewed())) {
            case CaseLife.Next.To to -> Optional.empty();
            case CaseLife.Next.Refused refused -> Optional.of(refused.why());
        };
    }

    /** Whether its clock runs. */
    public boolean awaitsAnswer() {
        return switch (state) {
            case INCOMPLETE, OPEN, SEARCHED, DECIDED, REOPENED -> true;
            case ANSWERED, CLOSED -> false;
        };
    }

    /** Until when who was answered last may object; empty before there is an answer. */
    public Optional<Instant> objectionsUntil() {
        return current().answered().map(answered -> answered.plus(policy.objection()));
    }
}
