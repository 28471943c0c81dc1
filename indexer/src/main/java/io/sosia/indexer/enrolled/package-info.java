/** Searching the registered faces. */
@NullMarked
package io.sosia.indexer.enrolled;

import org.jspecify.annotations.NullMarked;
