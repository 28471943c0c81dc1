/** Reading videos with FFmpeg. Every native object here has an owner that frees it. */
@NullMarked
package io.sosia.detector.media.ffmpeg;

import org.jspecify.annotations.NullMarked;
