@NullMarked
package io.sosia.models.digest;

import org.jspecify.annotations.NullMarked;
