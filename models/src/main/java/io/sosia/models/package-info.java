/** Placeholder. */
@NullMarked
package io.sosia.models;

import org.jspecify.annotations.NullMarked;
