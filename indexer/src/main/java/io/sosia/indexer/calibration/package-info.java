/** What a similarity means: measured thresholds. */
@NullMarked
package io.sosia.indexer.calibration;

import org.jspecify.annotations.NullMarked;
