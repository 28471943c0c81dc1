@NullMarked
package io.sosia.jobs.evaluate.statistics;

import org.jspecify.annotations.NullMarked;
