package io.sosia.jobs.retention;

import io.sosia.jobs.review.StoredReviews;
import java.util.Map;

/** What reviewers said of a case's findings, and what that taught. Of people it goes with their findings. */
public final class ReviewsPart implements ErasurePart {

    private final StoredReviews reviews;

    /** Of the reviews beside a register. */
    public ReviewsPart(StoredReviews reviews) {
        this.reviews = reviews;
    }

    @Override
    public Map<String, Long> count(ErasedSubject subject) {
        return Map.of();
    }

    @Override
    public void erase(ErasedSubject subject) {
        switch (subject) {
            case ErasedSubject.OfPerson ignored -> {
                // FindingsPart does, in the transaction that erases the findings.
            }
            case ErasedSubject.OfCase(String number) -> reviews.eraseCase(number);
        }
    }
}
