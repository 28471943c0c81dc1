/** What photos of one person have to be, whoever hands them in. */
@NullMarked
package io.sosia.jobs.photo;

import org.jspecify.annotations.NullMarked;
