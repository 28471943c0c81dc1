/** Several vectors of one person pooled into one. */
@NullMarked
package io.sosia.detector.template;

import org.jspecify.annotations.NullMarked;
