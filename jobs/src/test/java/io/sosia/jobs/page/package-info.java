@NullMarked
package io.sosia.jobs.page;

import org.jspecify.annotations.NullMarked;
