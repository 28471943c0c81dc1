/**
 * The archive of sightings: every face track that scans have seen, registered or not, sealed, dated, erased on time, and
 * searched through an open case only.
 */
@NullMarked
package io.sosia.indexer.sighting;

import org.jspecify.annotations.NullMarked;
