/** Finds, verifies and fetches the files that the catalogue names. */
@NullMarked
package io.sosia.models.store;

import org.jspecify.annotations.NullMarked;
