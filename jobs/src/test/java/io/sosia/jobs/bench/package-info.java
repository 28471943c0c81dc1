@NullMarked
package io.sosia.jobs.bench;

import org.jspecify.annotations.NullMarked;
