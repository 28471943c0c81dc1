package io.sosia.jobs.takedown;

/** As what somebody asks. */
public enum RequesterRole {
    /** For their own face. */
    PERSON,
    /** For a child, or somebody whom they take care of. */
    GUARDIAN,
    /** For somebody who has mandated them; a case needs the mandate. */
    AGENT
}
