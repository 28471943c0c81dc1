@NullMarked
package io.sosia.jobs.takedown;

import org.jspecify.annotations.NullMarked;
