package io.sosia.jobs.takedown;

/** What a request lacks. Names are part of the command line's contract. */
public enum Missing {
    REQUESTER("who asks: --requester NAME"),
    CONTACT("where answers go: --contact"),
    IDENTITY_CHECK(
            "how it was made sure that they are who they say, and by whom: --identity-checked HOW --checked-by WHO"),
    MANDATE("an agent's mandate: --mandate FILE"),
    FACE("whose face it is about: --photo FILE… or --person ID");

    private final String what;

    Missing(String what) {
        this.what = what;
    }

    /** What it is, and the option that adds it. */
    public String what() {
        return what;
    }
}
