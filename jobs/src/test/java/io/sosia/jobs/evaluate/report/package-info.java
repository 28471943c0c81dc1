@NullMarked
package io.sosia.jobs.evaluate.report;

import org.jspecify.annotations.NullMarked;
