/** What identifies bytes, wherever they lie and whatever they are called. */
@NullMarked
package io.sosia.models.digest;

import org.jspecify.annotations.NullMarked;
