/**
 * The search that a case asks for: who is searched for, the archive of sightings, videos that it lacks, a closer look at
 * what it found, and what that comes to: findings by work and by character, and what was and was not looked at.
 */
@NullMarked
package io.sosia.jobs.takedown.search;

import org.jspecify.annotations.NullMarked;
