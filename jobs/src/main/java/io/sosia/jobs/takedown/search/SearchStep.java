package io.sosia.jobs.takedown.search;

/** The steps of a search, in their order. Each is done once, however often the search is started again. */
public enum SearchStep {
    /** The case's photos are read, as enrolment reads them. */
    PHOTOS("reading photos"),
    /** The archive of sightings is searched. */
    ARCHIVE("searching the archive"),
    /** Videos that the archive lacks are looked at again. */
    VIDEOS("looking at videos"),
    /** The strong recogniser looks at the candidates. */
    FACES("looking closer"),
    /** Licences are asked, candidates grouped, ranked and written down. */
    CONCLUSION("concluding");

    private final String words;

    SearchStep(String words) {
        this.words = words;
    }

    /** What is being done, for people. */
    public String words() {
        return words;
    }
}
