@NullMarked
package io.sosia.jobs.evaluate;

import org.jspecify.annotations.NullMarked;
