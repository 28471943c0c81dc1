package io.sosia.models.store;

import io.sosia.models.catalogue.ModelCard;

/** Hears how far a download has come. Called on the downloading thread. */
@FunctionalInterface
public interface FetchProgress {

    /** Hears nothing. */
    FetchProgress NONE = (card, done, total) -> {};

    /**
     * More bytes have arrived.
     *
     * @param done bytes on disk so far, those of an earlier, broken-off try included
     * @param total bytes of the whole file; a model may be made from several, each heard of on its own
     */
    void arrived(ModelCard card, long done, long total);
}
