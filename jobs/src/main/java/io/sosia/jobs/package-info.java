/** Placeholder. */
@NullMarked
package io.sosia.jobs;

import org.jspecify.annotations.NullMarked;
