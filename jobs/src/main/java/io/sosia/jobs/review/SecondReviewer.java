package io.sosia.jobs.review;

import java.util.Locale;

/** Which decisions need another reviewer who agrees. Names, in lower case, are those of {@code review.secondReviewer}. */
public enum SecondReviewer {
    /** None does. */
    NONE,
    /** Taking a face for somebody does. */
    CONFIRM,
    /** Every one does. */
    ALL;

    /** Reads a setting. @throws IllegalArgumentException if it is none of them */
    public static SecondReviewer parse(String text) {
        for (SecondReviewer rule : values()) {
            if (rule.name().toLowerCase(Locale.ROOT).equals(text)) {
                return rule;
            }
        }
        throw new IllegalArgumentException("secondReviewer: '" + text + "' is none of none, confirm, all");
    }

    boolean isNeededFor(ReviewDecision decision) {
        return switch (this) {
            case NONE -> false;
            case CONFIRM -> decision == ReviewDecision.CONFIRM;
            case ALL -> true;
        };
    }
}
