/** Finding faces in a picture. */
@NullMarked
package io.sosia.detector.face;

import org.jspecify.annotations.NullMarked;
