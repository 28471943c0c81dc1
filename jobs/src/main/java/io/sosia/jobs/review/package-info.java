/** A person decides on each finding, of scans and of takedowns alike, and what they decide teaches later scans. */
@NullMarked
package io.sosia.jobs.review;

import org.jspecify.annotations.NullMarked;
