package io.sosia.indexer.lucene;

/**
 * The most alike people seen so far, each by their most alike template. Not thread-safe.
 *
 * <p>A search keeps two or so people: a walk through an array beats any heap.
 */
final class BestPeople {

    private final int[] people;
    private final int[] places;
    private final float[] scores;
    private int size;

    /** @param capacity how many people to keep, 1 or more */
    BestPeople(int capacity) {
        people = new int[capacity];
        places = new int[capacity];
        scores = new float[capacity];
    }

    /** A score that is not above this changes nothing. */
    float floor() {
        return size < people.length ? Float.NEGATIVE_INFINITY : scores[size - 1];
    }

    boolean isFull() {
        return size == people.length;
    }

    /**
     * Takes a template into account.
     *
     * @param person number of the person in the search's view
     * @param place of the template in the search's view
     * @param score larger is more alike
     */
    void offer(int person, int place, float score) {
        if (!(score > floor())) {
            return;
        }
        int at = 0;
        while (at < size && people[at] != person) {
            at++;
        }
        if (at < size && scores[at] >= score) {
            return;
        }
        if (at == size && size < people.length) {
            size++;
        } else if (at == size) {
            at = size - 1;
        }
        while (at > 0 && scores[at - 1] < score) {
            people[at] = people[at - 1];
            places[at] = places[at - 1];
            scores[at] = scores[at - 1];
            at--;
        }
        people[at] = person;
        places[at] = place;
        scores[at] = score;
    }

    int size() {
        return size;
    }

    /** The person at a rank, 0 being the most alike. */
    int person(int rank) {
        return people[rank];
    }

    /** Where that person's most alike template is. */
    int place(int rank) {
        return places[rank];
    }
}
