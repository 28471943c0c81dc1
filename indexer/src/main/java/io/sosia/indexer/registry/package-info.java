/** Who is registered, with which consent, and whom they licensed. SQL is the truth. */
@NullMarked
package io.sosia.indexer.registry;

import org.jspecify.annotations.NullMarked;
