/** How much a picture of a face can be trusted. */
@NullMarked
package io.sosia.detector.quality;

import org.jspecify.annotations.NullMarked;
