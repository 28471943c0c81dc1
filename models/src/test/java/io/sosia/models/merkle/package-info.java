/** Tests of the Merkle tree and its proofs. */
@org.jspecify.annotations.NullMarked
package io.sosia.models.merkle;
