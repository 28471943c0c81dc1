@NullMarked
package io.sosia.jobs.demo;

import org.jspecify.annotations.NullMarked;
