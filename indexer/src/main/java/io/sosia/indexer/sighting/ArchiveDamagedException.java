package io.sosia.indexer.sighting;

/** What was asked for is not as it was written. */
public final class ArchiveDamagedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What is damaged; not serialised. */
    private final transient ArchiveDamage damage;

    ArchiveDamagedException(ArchiveDamage damage) {
        super("the archive of sightings is damaged: " + damage.file() + ": " + damage.what());
        this.damage = damage;
    }

    /** What is damaged. */
    public ArchiveDamage damage() {
        return damage;
    }
}
