/** The vocabulary of face vectors: an embedding, the space it lives in, and the cosine between two. */
@NullMarked
package io.sosia.models.vector;

import org.jspecify.annotations.NullMarked;
