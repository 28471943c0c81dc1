package io.sosia.indexer.sighting;

import java.util.Optional;

/**
 * A sighting as a scan hands it in.
 *
 * @param sighting what was seen
 * @param picture one small best shot, where the policy allows it
 */
public record SightedTrack(Sighting sighting, Optional<SmallPicture> picture) {}
