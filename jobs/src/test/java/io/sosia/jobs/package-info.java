/** Tests of the whole module. */
@NullMarked
package io.sosia.jobs;

import org.jspecify.annotations.NullMarked;
