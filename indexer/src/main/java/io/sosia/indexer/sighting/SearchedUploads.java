package io.sosia.indexer.sighting;

import io.sosia.indexer.sighting.StandingLooks.UploadKey;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The uploads that a search has compared, so that what it has not is known, one by one and not by counts: of an upload that was
 * looked at twice the archive has two looks. Some 60 bytes for each. Immutable.
 */
public final class SearchedUploads {

    private final Set<UploadKey> keys;

    SearchedUploads(Set<UploadKey> keys) {
        this.keys = keys;
    }

    /** Those of some looks. */
    public static SearchedUploads of(List<Look> looks) {
        Set<UploadKey> keys = new HashSet<>();
        looks.forEach(look -> keys.add(UploadKey.of(look)));
        return new SearchedUploads(keys);
    }

    /**
     * Whether an upload is among them.
     *
     * @param videoSha256 64 hex digits
     */
    public boolean has(String work, String episode, String videoSha256) {
        return keys.contains(UploadKey.of(Look.uploadKey(work, episode, videoSha256)));
    }

    /** How many there are. */
    public int size() {
        return keys.size();
    }

    @Override
    public String toString() {
        return "SearchedUploads[" + keys.size() + "]";
    }
}
