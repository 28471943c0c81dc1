@NullMarked
package io.sosia.jobs.evaluate.budget;

import org.jspecify.annotations.NullMarked;
