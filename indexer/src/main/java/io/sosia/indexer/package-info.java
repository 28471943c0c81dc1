/** Placeholder. */
@NullMarked
package io.sosia.indexer;

import org.jspecify.annotations.NullMarked;
