/** A measurement as a page that a browser shows without a script or a network. */
@NullMarked
package io.sosia.jobs.evaluate.report;

import org.jspecify.annotations.NullMarked;
