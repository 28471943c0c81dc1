/** A small synthetic drama platform that is taken through the whole job. */
@NullMarked
package io.sosia.jobs.demo;

import org.jspecify.annotations.NullMarked;
