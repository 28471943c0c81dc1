/** Takedown requests: who asks, what with, until when they are answered, and how a case goes from one step to the next. */
@NullMarked
package io.sosia.jobs.takedown;

import org.jspecify.annotations.NullMarked;
