/** What all jobs share: the category of a failure and what follows from it, and Spring Batch's repository. */
@NullMarked
package io.sosia.jobs.batch;

import org.jspecify.annotations.NullMarked;
