package io.sosia.models.merkle;

/**
 * Leaves that stand side by side in a tree.
 *
 * @param from the first one, from 0
 * @param to behind the last one
 */
public record LeafRange(long from, long to) {

    /** Checks that there is a leaf in it. */
    public LeafRange {
        if (from < 0 || to <= from) {
            throw new IllegalArgumentException("leaves " + from + " to " + to + " are no range");
        }
    }

    /** How many leaves there are in it. */
    long size() {
        return to - from;
    }

    /** The largest power of two that is smaller than a tree's size (2 or more): how many leaves its left half has. */
    static long split(long size) {
        return Long.highestOneBit(size - 1);
    }
}
