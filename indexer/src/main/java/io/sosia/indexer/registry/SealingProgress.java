package io.sosia.indexer.registry;

/** Hears how far the sealing of a register has come that an earlier version wrote plainly. Called by one thread. */
@FunctionalInterface
public interface SealingProgress {

    /** Hears nothing. */
    SealingProgress NONE = (done, all) -> {};

    /**
     * Some more people are sealed.
     *
     * @param done how many of them are
     * @param all how many there are to seal
     */
    void sealed(long done, long all);
}
