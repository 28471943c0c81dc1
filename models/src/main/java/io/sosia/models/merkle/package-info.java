/**
 * An append-only log as a Merkle tree (RFC 6962 and RFC 9162, section 2.1), its signed checkpoints and its proofs in the C2SP
 * forms. Depends on Java alone, so that a verifier needs nothing else of ours: no other package, no library.
 */
@NullMarked
package io.sosia.models.merkle;

import org.jspecify.annotations.NullMarked;
