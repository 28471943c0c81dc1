/** Error rates of trials that depend on people, with what is known of them. Nothing here knows a face. */
@NullMarked
package io.sosia.jobs.evaluate.statistics;

import org.jspecify.annotations.NullMarked;
