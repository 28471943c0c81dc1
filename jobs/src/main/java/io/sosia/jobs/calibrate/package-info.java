/** Fitting what scores mean to the platform's own tracks, from what scans have stored of them. */
@NullMarked
package io.sosia.jobs.calibrate;

import org.jspecify.annotations.NullMarked;
