/** Where everything random in test data comes from. */
@NullMarked
package io.sosia.testdata.seed;

import org.jspecify.annotations.NullMarked;
