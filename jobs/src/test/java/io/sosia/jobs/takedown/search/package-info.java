@NullMarked
package io.sosia.jobs.takedown.search;

import org.jspecify.annotations.NullMarked;
