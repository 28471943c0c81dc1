@NullMarked
package io.sosia.jobs.review;

import org.jspecify.annotations.NullMarked;
