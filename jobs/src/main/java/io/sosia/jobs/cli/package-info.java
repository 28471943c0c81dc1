/** The command line: what is printed and which exit code is given is a contract with scripts. */
@NullMarked
package io.sosia.jobs.cli;

import org.jspecify.annotations.NullMarked;
