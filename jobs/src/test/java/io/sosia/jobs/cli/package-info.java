@NullMarked
package io.sosia.jobs.cli;

import org.jspecify.annotations.NullMarked;
