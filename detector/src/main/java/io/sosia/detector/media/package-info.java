/** Videos and photos as pictures with times: opening, sampling, and what was looked at. */
@NullMarked
package io.sosia.detector.media;

import org.jspecify.annotations.NullMarked;
