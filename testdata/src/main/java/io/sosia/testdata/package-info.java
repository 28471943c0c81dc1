/** Placeholder. */
@NullMarked
package io.sosia.testdata;

import org.jspecify.annotations.NullMarked;
