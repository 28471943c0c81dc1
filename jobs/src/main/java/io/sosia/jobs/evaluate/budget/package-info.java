/** Whether an alarm budget holds: thresholds that a stream gives are tried on people who were not in it. */
@NullMarked
package io.sosia.jobs.evaluate.budget;

import org.jspecify.annotations.NullMarked;
