/**
 * The audit log: who searched, viewed, decided, exported or changed what. It can only be appended to: its entries are the
 * leaves of a Merkle tree whose root is signed. Whom an entry is about stands in it as a salted commitment, so that they can be
 * forgotten and the log stays whole.
 */
@NullMarked
package io.sosia.jobs.audit;

import org.jspecify.annotations.NullMarked;
