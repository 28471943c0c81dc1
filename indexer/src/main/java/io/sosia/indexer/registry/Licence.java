package io.sosia.indexer.registry;

import java.time.Instant;
import java.util.Optional;

/**
 * A registered licence.
 *
 * @param id {@code L-000001} and so on
 * @param revoked when it was taken back; it counts as ended from then on
 */
public record Licence(String id, LicenceTerms terms, Instant added, Optional<Instant> revoked) {}
