/** Breaks a video in every way, with what may be expected of a scan written beside each file. */
@NullMarked
package io.sosia.testdata.damage;

import org.jspecify.annotations.NullMarked;
