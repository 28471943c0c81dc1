/** Accuracy on labelled data. Measurements are plain functions of similarities; reading pictures is kept apart. */
@NullMarked
package io.sosia.jobs.evaluate;

import org.jspecify.annotations.NullMarked;
