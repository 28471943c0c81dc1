/** What all pages for people share. */
@NullMarked
package io.sosia.jobs.page;

import org.jspecify.annotations.NullMarked;
