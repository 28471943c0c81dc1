/** Placeholder. */
@NullMarked
package io.sosia.detector;

import org.jspecify.annotations.NullMarked;
