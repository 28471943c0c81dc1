/** The index of registered faces, in memory and scored by Lucene, derived from the register. */
@NullMarked
package io.sosia.indexer.lucene;

import org.jspecify.annotations.NullMarked;
