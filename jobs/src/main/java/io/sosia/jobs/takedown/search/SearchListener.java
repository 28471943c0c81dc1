package io.sosia.jobs.takedown.search;

/** Follows a search. Called on the searching thread. */
public interface SearchListener {

    /** Hears nothing. */
    SearchListener NONE = new SearchListener() {
        @Override
        public void began(boolean resumed) {}

        @Override
        public void progress(SearchStep step, long done, long total) {}
    };

    /**
     * The search begins.
     *
     * @param resumed whether it goes on from an earlier one's end
     */
    void began(boolean resumed);

    /**
     * A step has come further.
     *
     * @param total 0 where it is not known
     */
    void progress(SearchStep step, long done, long total);
}
