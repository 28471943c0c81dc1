@NullMarked
package io.sosia.models.file;

import org.jspecify.annotations.NullMarked;
