/** Vectors like those of faces, by the million, with neighbours that are known. */
@NullMarked
package io.sosia.testdata.cluster;

import org.jspecify.annotations.NullMarked;
