@NullMarked
package io.sosia.jobs.photo;

import org.jspecify.annotations.NullMarked;
