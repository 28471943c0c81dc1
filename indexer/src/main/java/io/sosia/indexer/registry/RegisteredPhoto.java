package io.sosia.indexer.registry;

import java.util.Optional;

/**
 * A portrait that is registered.
 *
 * @param sha256 64 hex digits over the photo's file
 * @param view what it shows; absent where an earlier version registered it
 */
public record RegisteredPhoto(String sha256, Optional<PortraitView> view) {}
