package io.sosia.testdata.film;

/** What somebody does in a shot, from its first frame to its last. */
record Part(Take take, Blocking blocking) {}
