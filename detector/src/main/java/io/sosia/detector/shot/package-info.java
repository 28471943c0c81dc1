/** Where one camera setting ends and the next begins. */
@NullMarked
package io.sosia.detector.shot;

import org.jspecify.annotations.NullMarked;
