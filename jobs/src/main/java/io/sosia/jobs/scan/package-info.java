/** The nightly job: videos in, findings out. */
@NullMarked
package io.sosia.jobs.scan;

import org.jspecify.annotations.NullMarked;
