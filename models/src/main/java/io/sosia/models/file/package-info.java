/** What is to be said of files. */
@NullMarked
package io.sosia.models.file;

import org.jspecify.annotations.NullMarked;
