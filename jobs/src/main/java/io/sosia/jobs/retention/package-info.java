/**
 * What is not kept: erasures with their receipts, and the nightly job that lets everything go whose time has come.
 */
@NullMarked
package io.sosia.jobs.retention;

import org.jspecify.annotations.NullMarked;
