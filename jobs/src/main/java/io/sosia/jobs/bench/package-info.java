/** Speed on this machine, always beside a floor measured in the same run. */
@NullMarked
package io.sosia.jobs.bench;

import org.jspecify.annotations.NullMarked;
