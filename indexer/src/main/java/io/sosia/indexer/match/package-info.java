/** From candidates to a decision: who, how alike, licensed or not. */
@NullMarked
package io.sosia.indexer.match;

import org.jspecify.annotations.NullMarked;
