/**
 * Keys, and what is sealed with them: the only package that knows Google Tink. A master key wraps the keys that data are
 * sealed with, so that who destroys one of those destroys its data wherever copies of them lie.
 */
@NullMarked
package io.sosia.indexer.seal;

import org.jspecify.annotations.NullMarked;
